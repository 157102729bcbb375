"""Coverage of a document that an amendment changed: every wording by itself, and the day of the change."""

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import compile_library
from compiler.source.text import SourceFile
from solver.questions.cover.cover import cover
from tests.amendments.small import NUMBER, amendment, document

LATER = "甲发〔2023〕1号"
RULE = """
待遇 补贴
    依据 「取得高级证书的，补贴{sum}」
    对 取证 甲
    享受 甲.人员
    当 甲.等级 = 高级
    金额 一次性 {sum}"""
CHANGE = """修改 条款 1
    依据 「将第一条中的“300元”修改为“500元”」
    替换 「300元」 为 「500元」
"""
OLD = document("取得高级证书的，补贴300元。", RULE.format(sum="300元"))
NEW = amendment("将第一条中的“300元”修改为“500元”。", CHANGE + RULE.format(sum="500元"))


def test_each_wording_is_seen_by_itself_and_the_change_on_its_day(tmp_path):
    (tmp_path / "办法.md").write_text(OLD, encoding="utf-8")
    (tmp_path / "修改.md").write_text(NEW, encoding="utf-8")
    rulebook = compile_library(tmp_path, (NUMBER,))
    log = Log()
    days = ("2022-12-31", "2023-01-01")
    texts = [f"案例: {d}\n事实: {{取证: {{证: {{人员: 张三, 等级: 高级, 日期: {d}}}}}}}" for d in days]
    raws = read_cases(SourceFile("例.yaml", "\n---\n".join(texts)), log)
    cases = [bind_case(raw, rulebook, (NUMBER,), log) for raw in raws]
    assert not log.problems

    def by(document, *few):
        found = cover(rulebook, document, [(rulebook, c) for c in few])
        return {(f.goal.sort, f.goal.way, f.goal.text): f.by for f in found.found if f.state == "seen"}

    both = by(NUMBER, *cases)
    assert both["outcome", "granted", ""] == "2022-12-31"
    assert both["outcome", "granted", "2023-01-01"] == "2023-01-01"
    assert ("outcome", "granted", "2023-01-01") not in by(NUMBER, cases[0])
    assert ("outcome", "refused", "2023-01-01") not in by(NUMBER, cases[0])  # the other wording answers for it
    changed = by(LATER, *cases)
    assert changed["date", "before", "2023-01-01"] == "2022-12-31"
    assert changed["date", "first", "2023-01-01"] == "2023-01-01"
