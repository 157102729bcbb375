"""What an amendment means for any case at all, on generated policies of 50 to 500 clauses: time to a witness who
loses, to the proof that nobody loses, and to the largest loss proved, beside a straightforward encoding by hand.

The policies: clauses of three conditions over six fields of 0 to 1,000, in groups of five of which the higher is kept;
every tenth clause has its thresholds moved by 5 in the new version. For the proof they are moved in favour of the
claimant. The encoding by hand (``universal_by_hand.lp``) is one program over both versions: a value for each field
among the landmarks, one atom a threshold, the best of each group, the two totals compared.

Seconds are those of the processor, of one thread, so that what else runs does not count. The sets of benefits that are
compared are those that a change can touch; the time of ours is that of the whole answer: every benefit by itself, every
group, and the total, with their witnesses decided by the program under both laws.

Run: ``python -m benchmarks.universal [CLAUSES…]``. Prints figures; asserts nothing.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from compiler.driver import compile_library, program
from compiler.rulebook.model import Rulebook
from solver.answers.universal import Finding
from solver.questions.universal import findings, universal

NUMBER = "测试发〔2024〕2号"
FIELDS = ("甲数", "乙数", "丙数", "丁数", "戊数", "己数")
LIMIT = 60.0
BY_HAND = Path(__file__).with_name("universal_by_hand.lp").read_text(encoding="utf-8")
_HEAD = """# 测试办法

```tiaoli
文件 测试发〔2024〕2号
    级别 县
    施行 2024-01-01

主体 人员
    姓名 文本

事件 申请
    人员 人员
{fields}
    日期 日期
```

1. 办法全文。

```tiaoli
条款 1

{rules}
```
"""


@dataclass(frozen=True)
class Clause:
    """Three conditions (field, at least or at most, threshold) and a sum in yuan."""

    conditions: tuple[tuple[int, bool, int], ...]
    amount: int


def clauses(count: int, seed: int = 1) -> list[Clause]:
    """So many clauses, the same for the same seed."""
    draw = random.Random(seed)
    return [
        Clause(
            tuple((f, draw.random() < 0.5, draw.randrange(0, 1001)) for f in sorted(draw.sample(range(6), 3))),
            draw.randrange(1, 100) * 100,
        )
        for _ in range(count)
    ]


def moved(old: list[Clause], generous: bool) -> list[Clause]:
    """Every tenth clause with its thresholds moved by 5: up, or (``generous``) to the claimant's good."""
    found = []
    for number, clause in enumerate(old):
        if number % 10 == 0:
            step = [(-5 if at_least else 5) if generous else 5 for _, at_least, _ in clause.conditions]
            shifted = tuple((f, a, t + s) for (f, a, t), s in zip(clause.conditions, step, strict=True))
            clause = Clause(shifted, clause.amount)
        found.append(clause)
    return found


def compiled(of: list[Clause]) -> Rulebook:
    """The policy with these clauses."""
    rules = []
    for number, clause in enumerate(of, 1):
        rules.append(f"待遇 补贴{number}\n    对 申请 甲\n    享受 甲.人员")
        rules += [f"    当 甲.{FIELDS[f]} {'≥' if a else '≤'} {max(t, 0)}" for f, a, t in clause.conditions]
        rules.append(f"    金额 一次性 {clause.amount}元\n")
    for start in range(0, len(of), 5):
        members = [f"    成员 补贴{n + 1} 甲 每 甲.人员 同 甲" for n in range(start, min(start + 5, len(of)))]
        rules.append("\n".join([f"不重复 组{start // 5 + 1}", *members, "    窗口 同一事由", "    方式 就高\n"]))
    fields = "\n".join(f"    {f} 整数" for f in FIELDS)
    with tempfile.TemporaryDirectory() as folder:
        text = _HEAD.format(fields=fields, rules="\n".join(rules))
        (Path(folder) / "办法.md").write_text(text, encoding="utf-8")
        return compile_library(Path(folder), (NUMBER,))


def by_hand(old: list[Clause], new: list[Clause], goal: str) -> float | None:
    """Seconds of the straightforward encoding; None when it was not through within the limit."""
    import clingo

    start = time.process_time()
    facts = []
    for version, of in enumerate((old, new)):
        for number, clause in enumerate(of):
            facts.append(f"clause({version},{number},{number // 5},{clause.amount}).")
            facts += [f"cond({version},{number},{f},{int(a)},{max(t, 0)})." for f, a, t in clause.conditions]
    control = clingo.Control(["--warn=none", "--opt-mode=opt", "0" if goal == "largest" else "1"])
    control.add(
        "base",
        [],
        BY_HAND
        + "\n".join(facts)
        + {"largest": "\n#maximize { M,C,0 : paid(0,C,M) ; -M,C,1 : paid(1,C,M) }."}.get(goal, ""),
    )
    control.ground([("base", [])])
    with control.solve(async_=True) as handle:
        while not handle.wait(0.2):
            if time.process_time() - start > LIMIT:
                handle.cancel()
                return None
    return time.process_time() - start


def total(old: Rulebook, new: Rulebook) -> Finding:
    """The finding over all benefits together: the last one."""
    return universal(old, new, seconds=10 * LIMIT).findings[-1]


def seconds(ask: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.process_time()
    ask()
    return time.process_time() - start


def main(sizes: tuple[int, ...]) -> None:
    """Print a row a size."""
    print(f"{'clauses':>8}{'':4}{'ours':>9}{'by hand':>10}{'ratio':>8}")
    for size in sizes:
        first = clauses(size)
        worse, better = moved(first, False), moved(first, True)
        old, changed, good = compiled(first), compiled(worse), compiled(better)
        for law in (old, changed, good):
            program(law)
        rows = [
            ("a witness", lambda c=changed, o=old: _first(o, c), lambda f=first, w=worse: by_hand(f, w, "witness")),
            ("nobody loses", lambda g=good, o=old: total(o, g), lambda f=first, b=better: by_hand(f, b, "witness")),
            ("largest loss", lambda c=changed, o=old: total(o, c), lambda f=first, w=worse: by_hand(f, w, "largest")),
        ]
        for name, ours, theirs in rows:
            taken, hand = seconds(ours), theirs()
            said = f"{hand:9.2f}s" if hand is not None else f"> {LIMIT:.0f} s"
            ratio = f"{taken / hand:8.3f}" if hand is not None else f"<{taken / LIMIT:7.3f}"
            print(f"{size:>8} {name:14}{taken:8.2f}s{said:>11}{ratio:>9}", flush=True)
        print(f"{'':8} {_told(total(old, changed))}; {_told(total(old, good))}")


def _first(old: Rulebook, new: Rulebook) -> object:
    return next(f for f in findings(old, new, seconds=LIMIT) if f.loss.state == "yes")


def _told(found: Finding) -> str:
    loss = found.loss.worst
    return f"{found.verdict}, {found.loss.proof if loss is not None else ''} {loss.change if loss is not None else ''}"


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or (50, 100, 200, 500))
