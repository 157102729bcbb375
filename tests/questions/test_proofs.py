"""What of a tree of reasons is told: the shortest of several ways, parts once, and no more levels than asked for."""

from solver.answers.model import Reason
from solver.questions.proofs import by_the_rules, canonical, folded, shared_once


def leaf(text, state="yes", clause=""):
    return Reason("test", state, text=text, clause=clause)


def node(kind, *children, state="yes", name=""):
    return Reason(kind, state, name=name, children=children)


def test_of_several_ways_the_one_with_the_fewest_clauses_is_told():
    long = node("all", leaf("a", clause="1"), leaf("b", clause="2"))
    short = node("all", leaf("c", clause="3"), leaf("d", clause="3"), leaf("e", clause="3"))
    (told,) = canonical((node("any", long, short),))
    assert told.children == (short, Reason("others", "note", about="1"))


def test_among_equals_the_one_with_the_fewest_steps():
    (told,) = canonical((node("any", node("all", leaf("a"), leaf("b")), leaf("c")),))
    assert told.children[0] == leaf("c")


def test_ways_that_fail_say_nothing_where_another_holds():
    (told,) = canonical((node("any", leaf("a", "no"), leaf("b"), leaf("c", "unknown")),))
    assert told.children == (leaf("b"),)


def test_where_nothing_holds_every_way_is_told():
    ways = (leaf("a", "no"), leaf("b", "no"))
    assert canonical((node("any", *ways, state="no"),))[0].children == ways


def test_a_denial_of_a_denial_is_the_thing_itself():
    twice = node("not", node("not", leaf("a"), state="no"))
    assert canonical((twice,)) == (leaf("a"),)


def test_a_shared_part_is_told_once():
    part = node("definition", leaf("a"), leaf("b"), name="同一件")
    first, second = shared_once((node("label", part, name="甲"), node("label", part, name="乙")))
    assert first.children == (part,)
    assert second.children[0].name == "同一件" and second.children[0].children == (Reason("above", "note"),)


def test_small_parts_are_told_again():
    part = leaf("a")
    nodes = (node("label", part, name="甲"), node("label", part, name="乙"))
    assert shared_once(nodes) == nodes


def test_what_lies_deeper_is_one_line_that_says_how_much():
    deep = node("label", node("label", leaf("a"), leaf("b", "no"), leaf("c", "unknown"), name="里"), name="外")
    (told,) = folded((deep,), 1)
    # the inner label and its three parts: two hold, one fails, one is open
    assert told.children == (Reason("folded", "note", name="2 1 1 0", about="4"),)
    (told,) = folded((deep,), 2)
    assert [c.kind for c in told.children[0].children] == ["folded"]
    assert folded((deep,), 3) == (deep,)


def test_a_frame_is_no_level_and_a_single_line_is_not_folded():
    frame = node("all", node("label", leaf("a"), name="甲"))
    assert folded((frame,), 1) == (frame,)


def test_the_rules_as_written():
    said = Reason("test", "yes", text="甲.等级 = 中级", says=("您的等级是{值}",))
    (told,) = by_the_rules((node("label", said, name="甲"),))
    assert told.children[0].says == ()
