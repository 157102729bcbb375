"""The one table of keywords: terminal name, Chinese, English.

A file may use either column, line by line; both give the same tokens, so the parser never knows which was written.
One word per concept: there are no synonyms, so that a text reads the same wherever it was written.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Keyword(NamedTuple):
    """A reserved word: its terminal in the grammar, and its form in each language."""

    terminal: str
    zh: str
    en: str


_TABLE = """
# items
DOCUMENT      文件      document
VOCABULARY    词汇      vocabulary
CLAUSE        条款      clause
ENUMERATION   枚举      enumeration
ENTITY        主体      entity
EVENT         事件      event
DEEMED        视同      deemed
DEFINE        定义      define
PARAMETER     参数      parameter
SET           设定      set
BENEFIT       待遇      benefit
EXCEPTION     例外      exception
NODUP         不重复    nonduplication
TOGETHER      可同时    together
ANALOGY       参照      analogy
TRANSITION    过渡      transition
READING       读法      reading
QUESTION      疑问      question
ASSERTION     断言      assertion
RECOVERY      追回      recovery
CALENDAR      日历      calendar
UNHELD        未存      unheld
INTENT        意图      intent
TARGET        目标      target
DUTY          职责      duty
POWER         权力      power
DECLARATION   宣示      declaration
REFERENCE     引用      reference
PROCEDURE     程序      procedure
MEANING       释义      meaning
REPEALS       废止      repeals
PREVAILS      优先于    prevails
STOPS         停止      stops
CLOSES        停办      closes
YIELDS        服从      yields
AMENDS        修改      amends
ADDS          增设      adds
REMOVES       删除      removes
# lines of documents and clauses
TITLE         标题      title
ISSUER        机关      issuer
LEVEL         级别      level
REGION        地域      region
SIGNED        签署      signed
PUBLISHED     公布      published
INFORCE       施行      in_force
APPLIES       适用      applies
EXPIRES       失效      expires
INTERPRETER   解释      interpreter
SUMMARY       摘要      summary
USES          使用      uses
DEFAULTS      惯例      convention
RETROACTIVE   追溯      retroactive
# lines of amendments
SUBSTITUTES   替换      substitutes
INSERTS       增加      inserts
STRIKES       删去      strikes
REWRITES      全文      full_text
EVERYWHERE    每处      everywhere
AFTER         之后      after
BEFORE        之前      before
KEEPS         沿用      keeps
DROPS         取消      drops
# lines of vocabularies
REQUIRED      必填      required
DEFAULT       默认      default
FIXED         固定      fixed
FORWARD       渐进      forward
CHANGEABLE    可变      changeable
COST          代价      cost
SAYS          说法      says
LIST          列表      list_of
# lines of rules
BASIS         依据      basis
CATEGORY      类别      category
FOR           对        for
BENEFICIARY   享受      beneficiary
APPLICANT     申请      applicant
PAYEE         领取      payee
WHEN          当        when
ALLOF         以下全部  all_of
ANYOF         以下任一  any_of
UNLESS        除非      unless
DECIDES       时点      decides
AMOUNT        金额      amount
GIVES         给予      gives
CAP           封顶      cap
FLOOR         保底      floor
UPLIFT        上浮      uplift
ROUND         取整      round
DURATION      期限      duration
STARTS        起付      starts
ENDS          终止      ends
SUSPENDS      中止      suspends
LIMIT         限        limit
FUND          资金      fund
INSTALMENT    分期      instalment
PER           每        per
FROM          自        from
AT            于        at
TO            到        to
IS            为        is
OTHERWISE     否则      otherwise
BY            由        by
ASKS          问        asks
CHOICE        选        choice
SEVERITY      严重      severity
TOUCHES       涉及      touches
MUST          必须      must
REPLACES      替代      replaces
DENY          不予      deny
ALLOW         准予      allow
OLDRULES      从旧      old_rules
NEWRULES      从新      new_rules
MEMBER        成员      member
SAME          同        same
WINDOW        窗口      window
SHAPE         方式      shape
REST          休        rest
WORK          班        work
# lines of intents
NOBODYLOSES   无人减少  nobody_loses
NOBODYGAINS   无人增加  nobody_gains
RENAMES       改称      renames
# forms, windows, shapes
ONCE          一次性    once
MONTHLY       每月      monthly
YEARLY        每年      yearly
EACHTIME      每次      each_time
DAILY         每日      daily
SAMEEVENT     同一事由  same_event
SAMEMONTH     同月      same_month
SAMEYEAR      自然年    calendar_year
ROLLYEAR      满一年    rolling_year
LIFETIME      终身      lifetime
NAMEDLOSER    不得      loser
CLAIMANT      自选      claimants_choice
HIGHER        就高      higher
TOPUP         补差      top_up
ONLYONCE      一次      only_once
LADDER        阶梯      ladder
SEQUENCE      先后      sequence
BARE          原则      bare
EARLIESTFIRST 先到      earliest_first
HIGHESTFIRST  高者      highest_first
HALFUP        四舍五入  half_up
ROUNDUP       进位      round_up
ROUNDDOWN     舍去      round_down
EACHSTEP      逐步      each_step
USUALLY       一般      usually
NEXTMONTH     次月      next_month
SAMEMONTHPAY  当月      this_month
# expressions
OR            或        or
AND           且        and
NOT           非        not
AMONG         属于      among
ETC           等        etc
OF            的        of
OVER          对于      over
ORDERBY       依        by_order
BYDOC         按        under
DISCRETION    酌情      discretion
UNSETTLED     未规定    unsettled
OPEN          未定      open
TIERS         分档      tiers
BANDS         分段      bands
ACROSS        各列      across
CASES         分情形    cases
TRUE          是        yes
FALSE         否        no
ATLEAST       不低于    at_least
ATMOST        不超过    at_most
REACHES       满        reaches
BELOW         不满      below
EXCEEDS       超过      exceeds
IN            在        in
ORMORE        以上      or_more
ORLESS        以下      or_less
INCLUDED      含        included
EXCLUDED      不含      excluded
EXISTS        存在      exists
EVERY         每个      every
COUNT         计数      count
SUM           合计      sum
MEAN          平均      mean
LARGEST       最大      largest
SMALLEST      最小      smallest
EARLIEST      最早      earliest
LATEST        最晚      latest
BENEFICIARYOF 享受人    the_beneficiary
EVENTDATE     事由日    event_date
BENEFITNAME   待遇名    benefit_name
# types
BOOLEAN       是否      boolean
INTEGER       整数      integer
DECIMAL       小数      decimal
MONEY         钱数      money
RATIO         比例      ratio
DATE          日期      date
PERIOD        期间      period
TEXT          文本      text
"""


def _read() -> tuple[Keyword, ...]:
    rows = (line.split() for line in _TABLE.splitlines() if line.strip() and not line.startswith("#"))
    return tuple(Keyword(*row) for row in rows)


KEYWORDS: Final = _read()
BY_WORD: Final = {word: k for k in KEYWORDS for word in (k.zh, k.en)}
BY_TERMINAL: Final = {k.terminal: k for k in KEYWORDS}


def language_of(word: str) -> str:
    """The language of a keyword, ``zh`` or ``en``; ``zh`` for any other word."""
    return "en" if word in BY_WORD and BY_WORD[word].zh != word else "zh"
