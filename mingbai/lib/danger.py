"""Words that hint at danger to life: visible rules, a hint and never a verdict.

The groups and their words stand in the public documents; whoever writes them is told
at once which number to call. A registrar or the duty officer decides what it is.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# Checked in this order; the first group that matches gives the hint.
WORDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "suicide": ("自杀", "轻生", "不想活", "想死", "跳楼", "活不下去"),
        "fire": ("着火", "起火", "火灾", "失火", "冒浓烟"),
        "gas": (
            *("煤气泄漏", "燃气泄漏", "天然气泄漏", "漏煤气", "漏燃气", "漏天然气"),
            *("煤气味", "燃气味", "一氧化碳中毒"),
        ),
        "collapse": ("坍塌", "倒塌", "塌陷", "要塌", "墙体开裂", "塌方", "山体滑坡"),
        "injury": ("触电", "溺水", "落水", "有人受伤", "昏迷", "中毒"),
    }
)
# Whom to call at once.
NUMBERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "suicide": "110",
        "fire": "119",
        "gas": "119",
        "collapse": "119",
        "injury": "120",
    }
)


def hint_of(text: str) -> str | None:
    """The first group of words the text hints at, or None; blanks hide nothing."""
    plain = "".join(text.split())
    for group, words in WORDS.items():
        if any(word in plain for word in words):
            return group
    return None
