"""A small library written into a folder: vocabulary, a document with one benefit, cases; and the command run on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tiaoli import main as command

NUMBER = "样发〔2024〕1号"
CLAUSE = "第一条 对取得中级以上证书的人员，按培训费的60%给予补贴，最高不超过1000元。"
POLICY = f"""# 样例办法

```tiaoli
文件 {NUMBER}
    标题 「样例办法」
    级别 县
    公布 2023-12-01
    施行 2024-01-01
    解释 样例局
    使用 样例词汇
```

{CLAUSE}

```tiaoli
条款 1 「取证补贴」

待遇 取证补贴
    依据 「对取得中级以上证书的人员，按培训费的60%给予补贴，最高不超过1000元」
    对 取证 甲
    享受 甲.人员
    当 级别: 甲.级别 ≥ 中级
    金额 一次性 甲.培训费 的 60%
    封顶 1000元
```
"""
WORDS = """# 词汇

```tiaoli
词汇 样例词汇

主体 人员
    出生日 日期

事件 取证
    人员 人员
    级别 (初级 < 中级 < 高级)
    培训费 钱数
    日期 日期
```
"""


def case(name: str, level: str, fee: str, expected: str, day: str = "2024-05-01") -> str:
    """A case of one certificate; ``level`` may be empty for not stated."""
    stated = f"级别: {level}, " if level else ""
    return (
        f"案例: {name}\n文件: {NUMBER}\n事实:\n  取证:\n"
        f"    证1: {{人员: 张三, {stated}培训费: {fee}, 日期: {day}}}\n应得:\n  取证补贴: {expected}\n"
    )


def make(folder: Path) -> Path:
    """Write the library into ``folder/policy`` and give that folder."""
    root = folder / "policy"
    (root / NUMBER / "案例").mkdir(parents=True)
    (root / "词汇").mkdir()
    (root / NUMBER / "办法.md").write_text(POLICY, encoding="utf-8")
    (root / "词汇" / "词汇.md").write_text(WORDS, encoding="utf-8")
    cases = "---\n".join(
        (
            # 60% of 1000 is 600; of 2000 it is 1200, which the cap cuts to 1000.
            case("中级", "中级", "1000元", "一次性600元"),
            case("到顶", "高级", "2000元", "一次性1000元"),
            case("初级", "初级", "1000元", "{结果: 不予, 因: [级别]}"),
            case("未填级别", "", "1000元", "{结果: 待定, 缺: [级别]}"),
        )
    )
    (root / NUMBER / "案例" / "取证.yaml").write_text(cases, encoding="utf-8")
    return root


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    code = command.main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err
