"""Words that hint at danger to life: visible rules, a hint and never a verdict.

Whoever writes them is told at once which number to call, and the duty officer is told
at any hour; a registrar or the duty officer decides what it is. The words say that
something happens now: most letters that speak of fire ask that none may break out.
What is left out, and why, stands in docs/reference/letters.md.

Right: 家里一股煤气味 (gas). Wrong: 一旦起火，消防车进不来; 燃气费太贵; 游乐园的跳楼机.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# Checked in this order; the first group that matches gives the hint.
WORDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "suicide": (
            *("自杀", "自尽", "轻生", "寻短见", "不想活", "想死", "活不下去"),
            *("没法活了", "活着没意思", "不如死了", "死了算了", "一死了之"),
            *("跳楼", "跳河", "上吊", "割腕", "喝农药", "死给", "同归于尽"),
        ),
        "gas": (
            *("煤气味", "燃气味", "天然气味", "液化气味", "煤气泄", "燃气泄"),
            *("天然气泄", "液化气泄", "煤气漏", "燃气漏", "天然气漏", "液化气漏"),
            *("漏煤气", "漏燃气", "漏天然气", "漏液化气"),
            *("煤气中毒", "燃气中毒", "一氧化碳中毒"),
        ),
        "fire": (
            "着火",
            "起火",
            "失火了",
            "正在失火",
            "冒浓烟",
            "烧起来",
            "电线冒火",
            "漏电",
        ),
        "collapse": (
            *("要塌", "快塌", "会塌", "突然塌", "正在塌", "房子塌了", "墙塌了"),
            *("要倒塌", "快倒塌", "会倒塌", "随时倒塌", "随时可能倒塌"),
            *("会坍塌", "随时坍塌", "随时可能坍塌", "正在滑坡", "有人被埋"),
        ),
        "injury": (
            *("触电了", "有人触电", "溺水了", "有人溺水", "有人落水", "掉进河里"),
            *("掉进井里", "昏迷不醒", "集体中毒", "生命垂危", "快不行了", "快来救"),
        ),
    }
)
# In these the words mean something else, such as a burden, a ride, a train.
HARMLESS: Final = (
    *("减轻生", "年轻生", "想死人", "想死你", "跳楼机", "跳楼价", "自杀式"),
    *("着火车", "引起火", "燃起火", "起火爆", "不着火", "起火原因", "起火事件"),
    *("漏电保护", "漏电开关", "泄漏报警", "泄露报警"),
)
# Of all but suicide: a fear, if one of these stands shortly before it in the clause,
FEARED: Final = (
    *("一旦", "万一", "假如", "假设", "防止", "预防", "避免", "以免", "杜绝", "曾经"),
)
# or a case that is only supposed, if one of these stands directly before it.
SUPPOSED: Final = ("如果", "要是", "倘若", "若", "曾", "怕")
FEARED_WITHIN: Final = 12
SUPPOSED_WITHIN: Final = 5
# Whom to call at once.
NUMBERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "suicide": "110",
        "gas": "119",
        "fire": "119",
        "collapse": "119",
        "injury": "120",
    }
)
_NOTHING: Final = "\N{IDEOGRAPHIC COMMA}"
_HARMLESS: Final = re.compile("|".join(HARMLESS))
_CLAUSE_ENDS: Final = re.compile("[，。；：！？、…,;:!?]")


def hint_of(text: str) -> str | None:
    """The first group of words the text hints at, or None; blanks hide nothing."""
    plain = _HARMLESS.sub(_NOTHING, "".join(text.split()))
    for group, words in WORDS.items():
        found = re.finditer("|".join(words), plain)
        if any(group == "suicide" or _is_now(plain, one.start()) for one in found):
            return group
    return None


def _is_now(plain: str, start: int) -> bool:
    """Whether the word at `start` is told as a fact, not as something feared."""
    before = plain[max(0, start - FEARED_WITHIN) : start]
    clause = _CLAUSE_ENDS.split(before)[-1]
    return not (
        any(word in clause for word in FEARED)
        or any(word in clause[-SUPPOSED_WITHIN:] for word in SUPPOSED)
    )
