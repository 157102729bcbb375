"""What a change of one rule does to those that rest on it, and to what several wordings share. Expected values are read
from the sentences of each document."""

from __future__ import annotations

from tests.amendments.small import NUMBER, WORDS, amendment, comes_out, document

FACTS = "事实:\n  人员: {张三: {在编: 否}, 李四: {在编: 是}}\n  取证:\n"


def case(name: str, facts: str, expected: str, more: str = "") -> str:
    return f"案例: {name}\n历史完整: 是\n{more}{FACTS}{facts}应得: {{{expected}}}\n"


def test_a_definition_that_changes_changes_the_rules_that_use_it(tmp_path):
    """从2023年起，中级也算骨干；津贴自己的话没有改。"""
    before = document(
        "骨干补贴800元。骨干是取得高级证书的人。",
        """定义 骨干（甲：取证）：是否
    依据 「骨干是取得高级证书的人」
    为 甲.等级 = 高级

待遇 骨干补贴
    依据 「骨干补贴800元」
    对 取证 甲
    享受 甲.人员
    当 骨干：骨干（甲）
    金额 一次性 800元""",
    )
    after = amendment(
        "将第一条中的“骨干是取得高级证书的人”修改为“骨干是取得中级以上证书的人”。",
        """修改 条款 1
    依据 「将第一条中的“骨干是取得高级证书的人”修改为“骨干是取得中级以上证书的人”」
    替换 「骨干是取得高级证书的人」 为 「骨干是取得中级以上证书的人」

定义 骨干（甲：取证）：是否
    依据 「骨干是取得中级以上证书的人」
    为 甲.等级 在 中级 以上""",
    )
    facts = "    旧: {人员: 张三, 等级: 中级, 日期: 2022-12-31}\n    新: {人员: 张三, 等级: 中级, 日期: 2023-01-01}\n"
    expected = "骨干补贴@旧: {结果: 不予, 因: 骨干}, 骨干补贴@新: 一次性800元"
    comes_out(tmp_path, {"办法": before, "通知": after}, case("前后", facts, expected))


def test_another_document_that_uses_a_changed_definition_goes_by_the_day(tmp_path):
    before = document(
        "骨干是取得高级证书的人。",
        "定义 骨干（甲：取证）：是否\n    依据 「骨干是取得高级证书的人」\n    为 甲.等级 = 高级",
    )
    after = amendment(
        "将第一条中的“高级证书”修改为“证书”。",
        """修改 条款 1
    依据 「将第一条中的“高级证书”修改为“证书”」
    替换 「高级证书」 为 「证书」

定义 骨干（甲：取证）：是否
    依据 「骨干是取得证书的人」
    为 是""",
    )
    other = (
        f"# 另一份\n\n```tiaoli\n文件 乙发〔2022〕1号\n    级别 县\n"
        f"    施行 2022-01-01\n    使用 {NUMBER}\n```\n\n骨干另奖100元。\n"
    )
    other += """
```tiaoli
条款 1

待遇 骨干奖
    依据 「骨干另奖100元」
    对 取证 甲
    享受 甲.人员
    当 骨干：骨干（甲）
    金额 一次性 100元
```
"""
    facts = "    旧: {人员: 张三, 等级: 初级, 日期: 2022-12-31}\n    新: {人员: 张三, 等级: 初级, 日期: 2023-01-01}\n"
    comes_out(
        tmp_path,
        {"办法": before, "通知": after, "另": other},
        case("前后", facts, "骨干奖@旧: 不予, 骨干奖@新: 一次性100元"),
        ("乙发〔2022〕1号",),
    )


def test_an_exception_for_a_category_begins_and_ends_with_its_words(tmp_path):
    before = document(
        "取得证书的补贴500元。在编人员不予补贴。",
        """待遇 补贴
    依据 「取得证书的补贴500元」
    类别 培训类
    对 取证 甲
    享受 甲.人员
    金额 一次性 500元

例外 在编不补
    依据 「在编人员不予补贴」
    于 类别 培训类 享受人 人员
    当 享受人.在编
    不予""",
    )
    after = amendment(
        "删去第一条中的“在编人员不予补贴。”。",
        """修改 条款 1
    依据 「删去第一条中的“在编人员不予补贴。”」
    删去 「在编人员不予补贴。」""",
    )
    facts = "    旧: {人员: 李四, 日期: 2022-12-31}\n    新: {人员: 李四, 日期: 2023-01-01}\n"
    expected = "补贴@旧: {结果: 不予, 因: 在编不补}, 补贴@新: 一次性500元"
    comes_out(tmp_path, {"办法": before, "通知": after}, case("前后", facts, expected))


GROUP = """待遇 甲补
    依据 「甲补300元」
    对 取证 甲
    享受 甲.人员
    当 甲.等级 = 高级
    金额 一次性 300元

待遇 乙补
    依据 「乙补200元」
    对 取证 甲
    享受 甲.人员
    金额 一次性 200元

不重复 二选一
    依据 「{words}」
    成员 甲补 甲 每 甲.人员
    成员 乙补 甲 每 甲.人员
    窗口 终身
    方式 {shape}"""


def test_a_group_goes_by_the_words_of_the_later_claim(tmp_path):
    """原来就高，2023年起领甲补的不领乙补；跨年的两项看后一项的日子。甲补每张高级证一份，乙补每张证一份。"""
    before = document("甲补300元，乙补200元。两项就高享受。", GROUP.format(words="两项就高享受", shape="就高"))
    after = amendment(
        "将第一条中的“两项就高享受”修改为“享受乙补的不享受甲补”。",
        """修改 条款 1
    依据 「将第一条中的“两项就高享受”修改为“享受乙补的不享受甲补”」
    替换 「两项就高享受」 为 「享受乙补的不享受甲补」

"""
        + GROUP.format(words="享受乙补的不享受甲补", shape="不得 甲补").split("\n\n")[-1],
    )
    one = "    证: {人员: 张三, 等级: 高级, 日期: %s}\n"
    cases = case("旧", one % "2022-06-01", "甲补: 一次性300元, 乙补: {结果: 让位, 让位于: 甲补}")
    cases += "---\n" + case("新", one % "2023-06-01", "甲补: {结果: 让位, 让位于: 乙补}, 乙补: 一次性200元")
    comes_out(tmp_path, {"办法": before, "通知": after}, cases)


def test_a_limit_of_the_new_words_counts_what_the_old_words_gave(tmp_path):
    rule = "待遇 补贴\n    依据 「{words}」\n    对 取证 甲\n    享受 甲.人员\n    金额 一次性 100元\n    限 {n}次 终身"
    before = document("补贴100元，一生三次。", rule.format(words="补贴100元，一生三次", n=3))
    after = amendment(
        "将第一条中的“一生三次”修改为“一生两次”。",
        "修改 条款 1\n    依据 「将第一条中的“一生三次”修改为“一生两次”」\n    替换 「一生三次」 为 「一生两次」\n\n"
        + rule.format(words="补贴100元，一生两次", n=2),
    )
    facts = "".join(
        f"    证{n}: {{人员: 张三, 日期: {day}}}\n"
        for n, day in enumerate(("2022-03-01", "2023-03-01", "2023-04-01"), 1)
    )
    expected = "补贴@证1: 一次性100元, 补贴@证2: 一次性100元, 补贴@证3: 让位"
    cases = case("第三次在修改以后", facts, expected)
    facts = "".join(
        f"    证{n}: {{人员: 张三, 日期: {day}}}\n"
        for n, day in enumerate(("2022-03-01", "2022-04-01", "2022-05-01", "2023-03-01"), 1)
    )
    expected = "补贴@证1: 一次性100元, 补贴@证2: 一次性100元, 补贴@证3: 一次性100元, 补贴@证4: 让位"
    comes_out(tmp_path, {"办法": before, "通知": after}, cases + "---\n" + case("三次都在修改以前", facts, expected))


def test_a_yearly_cap_of_the_new_words_counts_what_was_paid_in_that_year_by_the_old(tmp_path):
    """每年封顶1000元，7月起封顶1500元：同一年已经给了900元，7月以后最多再给600元。"""
    rule = (
        "待遇 补贴\n    依据 「{words}」\n    对 取证 甲\n    享受 甲.人员\n"
        "    金额 一次性 甲.费用\n    封顶 {n}元 每 甲.人员 每 自然年"
    )
    before = document("按费用补贴，每年不超过1000元。", rule.format(words="按费用补贴，每年不超过1000元", n=1000))
    after = amendment(
        "将第一条中的“1000元”修改为“1500元”。",
        "修改 条款 1\n    依据 「将第一条中的“1000元”修改为“1500元”」\n    替换 「1000元」 为 「1500元」\n\n"
        + rule.format(words="按费用补贴，每年不超过1500元", n=1500),
        day="2022-07-01",
    )
    facts = "    上: {人员: 张三, 费用: 900元, 日期: 2022-03-01}\n    下: {人员: 张三, 费用: 900元, 日期: 2022-08-01}\n"
    comes_out(
        tmp_path, {"办法": before, "通知": after}, case("同一年", facts, "补贴@上: 一次性900元, 补贴@下: 一次性600元")
    )


def test_a_parameter_written_again_keeps_its_earlier_days(tmp_path):
    rule = "参数 标准：钱数\n    依据 「标准为{old}元」\n    自 {day} 为 {old}元"
    use = "\n\n待遇 补贴\n    依据 「按标准补贴」\n    对 取证 甲\n    享受 甲.人员\n    金额 一次性 标准（甲.日期）"
    before = document("按标准补贴，标准为100元。", rule.format(old=100, day="2022-01-01") + use)
    after = amendment(
        "将第一条中的“100元”修改为“150元”。",
        "修改 条款 1\n    依据 「将第一条中的“100元”修改为“150元”」\n    替换 「100元」 为 「150元」\n\n"
        + rule.format(old=150, day="2023-01-01"),
    )
    facts = "    旧: {人员: 张三, 日期: 2022-12-31}\n    新: {人员: 张三, 日期: 2023-01-01}\n"
    comes_out(
        tmp_path, {"办法": before, "通知": after}, case("前后", facts, "补贴@旧: 一次性100元, 补贴@新: 一次性150元")
    )


def test_a_recursive_definition_has_its_wordings_too(tmp_path):
    """下级单位的身份随上级：原来国有的下级算国有，2023年起不再往下传。"""
    words = WORDS.replace("主体 单位\n", "主体 单位\n    国有 是否\n    上级 单位\n")
    rule = "定义 算国有（甲：单位）：是否\n    依据 「{words}」\n    为 {body}"
    use = (
        "\n\n待遇 补贴\n    依据 「国有单位的补贴100元」\n    对 取证 甲\n"
        "    享受 甲.人员\n    当 国有：算国有（甲.单位）\n    金额 一次性 100元"
    )
    text = "国有单位的补贴100元。国有单位和它的下级都算国有。"
    before = document(text, rule.format(words="国有单位和它的下级都算国有", body="甲.国有 或 算国有（甲.上级）") + use)
    before = before.replace(WORDS, words)
    after = amendment(
        "将第一条中的“国有单位和它的下级都算国有”修改为“下级不算国有”。",
        "修改 条款 1\n    依据 「将第一条中的“国有单位和它的下级都算国有”修改为“下级不算国有”」\n"
        "    替换 「国有单位和它的下级都算国有」 为 「下级不算国有」\n\n"
        + rule.format(words="下级不算国有", body="甲.国有"),
    )
    cases = """案例: 下级
历史完整: 是
事实:
  人员: {张三: {}}
  单位: {总公司: {国有: 是}, 分公司: {国有: 否, 上级: 总公司}}
  取证:
    旧: {人员: 张三, 单位: 分公司, 日期: 2022-12-31}
    新: {人员: 张三, 单位: 分公司, 日期: 2023-01-01}
应得: {补贴@旧: 一次性100元, 补贴@新: {结果: 不予, 因: 国有}}
"""
    comes_out(tmp_path, {"办法": before, "通知": after}, cases)


def test_words_may_grow_and_old_cases_stay_readable(tmp_path):
    rule = "待遇 补贴\n    依据 「{words}」\n    对 取证 甲\n    享受 甲.人员\n    当 {cond}\n    金额 一次性 100元"
    before = document("高级的补贴100元。", rule.format(words="高级的补贴100元", cond="甲.等级 = 高级"))
    after = amendment(
        "将第一条中的“高级的”修改为“本人申请的”。",
        "修改 条款 1\n    依据 「将第一条中的“高级的”修改为“本人申请的”」\n    替换 「高级的」 为 「本人申请的」\n\n"
        "事件 取证\n    人员 人员\n    单位 单位\n    等级 （初级 < 中级 < 高级）\n"
        "    费用 钱数\n    本人申请 是否\n    日期 日期\n\n"
        + rule.format(words="本人申请的补贴100元", cond="甲.本人申请"),
    )
    facts = (
        "    旧: {人员: 张三, 等级: 高级, 日期: 2022-12-31}\n"
        "    新: {人员: 张三, 等级: 高级, 本人申请: 否, 日期: 2023-01-01}\n"
    )
    comes_out(tmp_path, {"办法": before, "通知": after}, case("前后", facts, "补贴@旧: 一次性100元, 补贴@新: 不予"))


def test_from_new_rules_reaches_back_to_whom_the_amendment_says(tmp_path):
    rule = "待遇 补贴\n    依据 「补贴{n}元」\n    对 取证 甲\n    享受 甲.人员\n    金额 一次性 {n}元"
    before = document("取得证书的，补贴100元。", rule.format(n=100))
    after = amendment(
        "将第一条中的“100元”修改为“200元”。以前取得高级证书的，按200元补贴。",
        "过渡 高级的从新\n    依据 「以前取得高级证书的，按200元补贴」\n"
        "    于 补贴 甲\n    当 甲.等级 = 高级\n    从新\n\n"
        "修改 条款 1\n    依据 「将第一条中的“100元”修改为“200元”」\n    替换 「100元」 为 「200元」\n\n"
        + rule.format(n=200),
    )
    facts = (
        "    高: {人员: 张三, 等级: 高级, 日期: 2022-06-01}\n    中: {人员: 张三, 等级: 中级, 日期: 2022-06-01}\n"
        "    不明: {人员: 张三, 日期: 2022-06-01}\n    新: {人员: 张三, 日期: 2023-06-01}\n"
    )
    expected = (
        "补贴@高: 一次性200元, 补贴@中: 一次性100元, 补贴@不明: {结果: 待定, 缺: 取证/不明.等级}, 补贴@新: 一次性200元"
    )
    comes_out(tmp_path, {"办法": before, "通知": after}, case("从新", facts, expected))


def test_a_chain_of_three_wordings_and_a_rule_that_comes_back(tmp_path):
    rule = "待遇 补贴\n    依据 「补贴{n}元」\n    对 取证 甲\n    享受 甲.人员\n    金额 一次性 {n}元"

    def change(old: str, new: str, n: int) -> str:
        words = f"将第一条中的“{old}”修改为“{new}”"
        return f"修改 条款 1\n    依据 「{words}」\n    替换 「{old}」 为 「{new}」\n\n{rule.format(n=n)}"

    files = {
        "办法": document("取得证书的，补贴100元。", rule.format(n=100)),
        "一": amendment(
            "将第一条中的“100元”修改为“200元”。", change("100元", "200元", 200), "甲发〔2023〕1号", "2023-01-01"
        ),
        "二": amendment(
            "将第一条中的“200元”修改为“100元”。", change("200元", "100元", 100), "甲发〔2024〕1号", "2024-01-01"
        ),
    }
    files["二"] = files["二"].replace("公布 2022-12-01", "公布 2023-12-01")
    days = {"甲": "2022-12-31", "乙": "2023-01-01", "丙": "2023-12-31", "丁": "2024-01-01"}
    facts = "".join(f"    {n}: {{人员: 张三, 日期: {d}}}\n" for n, d in days.items())
    expected = "补贴@甲: 一次性100元, 补贴@乙: 一次性200元, 补贴@丙: 一次性200元, 补贴@丁: 一次性100元"
    comes_out(tmp_path, files, case("三种文本", facts, expected))
