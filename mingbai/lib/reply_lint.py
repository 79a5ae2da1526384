"""What an answer to a citizen still lacks: warnings for its writer, never a verdict.

Seen on real answers: the good ones say what was found, how to ask again, and the day;
the others say that the letter was received, passed on, and that one is thanked.
"""

import re
from collections.abc import Collection
from enum import StrEnum
from typing import Final

from mingbai.lib.half_width import half_width

# In signs without blanks. Most real answers below it say nothing but "received".
SHORT_BELOW: Final = 60
# So much must be left of an answer once its formulas are taken away.
FINDING_SIGNS: Final = 20
# The date that closes an answer stands among its last signs.
END_SIGNS: Final = 40


class ReplyWarning(StrEnum):
    """One thing an answer lacks, in the order in which it is told."""

    SLOT_LEFT = "slot_left"  # a slot of its template was not filled
    SHORT = "short"
    NO_FINDING = "no_finding"  # nothing but receipt, passing on and thanks
    NO_CONTACT = "no_contact"  # no telephone and no address to write to
    NO_DATE = "no_date"  # not dated at its end
    SAME_AS_EARLIER = "same_as_earlier"


_SLOT: Final = re.compile(r"【请填[^】]*】|\{[a-z_]+\}")
# These read text without blanks, full-width signs made ASCII.
_CLAUSE: Final = re.compile(r"[,。!;:?]+|如下|于后")
_GREETING: Final = re.compile(r"^[^。!]{0,40}?[您你]好[,。!:]?")
_FORMULA: Final = re.compile(
    # It came, and matters to us; whom it is from, and what it was about.
    r"收悉|收到|已阅|知悉|获悉|高度重视|领导.{0,6}重视|尊敬的|来信|登记编号"
    # It was passed on, or is being looked into.
    r"|转(?:至|给|交|送|往|办|请|由|相关|有关|到)|已转|交由|批转|交办|责成|督促|移交"
    r"|立即(?:组织|安排|要求)|(?:进行|予以|尽快|认真)的?(?:调查|核实|处理|办理|核查|研究)"
    r"|(?:调查|核实|处理|办理|研究|了解|核查)(?:处理|核实|落实|办理)?之?中$"
    # An answer follows; whom to ask.
    r"|^作?(?:答复|回复|反馈)$|特此(?:答复|回复)|现(?:将|就|作|答复|回复)"
    r"|[如若].{0,8}(?:疑问|异议|不清楚|不明白)"
    r"|请.{0,6}与我们联系"
    # A heading.
    r"|^[一二三四五六七八九十]、.{1,8}$"
    # Thanks.
    r"|感谢|谢谢|多谢|致谢|理解[与和]支持|关注后续|请.{0,4}关注|祝|此致|敬礼"
    r"|关注.{0,12}(?:支持|监督)|一如既往"
)
_WHOM_TO_ASK: Final = re.compile(r"(?:联系人|电话|地址):[^,。!;?]*")
# Real answers star or zero a number as often as they give it.
_TELEPHONE: Final = re.compile(
    r"(?<!\d)(?:[\d*]{3,4}[-–—]{1,3}[\d*]{7,8}|0[\d*]{9,11}|0\d{2,3}[-–—]{0,2}[19]\d{4}"
    r"|1[\d*]{10}|400-?\d{3}-?\d{4})(?!\d)"
    r"|(?:电话|热线|拨打|致电|咨询|联系)[^\d,。;!?]{0,16}(?:[19]\d{4}|[2-8][\d*]{6,7})(?!\d)"
)
_ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|(?:地址|地点|窗口).{0,3}:.{4}")
_DATE: Final = re.compile(
    r"(?:20\d\d|二[〇○零O0]..)年.{1,2}月.{1,3}[日号]|20\d\d([./-])\d\d?\1\d\d?"
)


def lint(text: str, earlier: Collection[str] = ()) -> list[ReplyWarning]:
    """Everything this answer lacks; `earlier` are answers given before it.

    Right: "经查，路灯电缆被挖断，9月30日前修好。联系电话……县教育局 2026年9月22日".
    Wrong: "您的留言已收悉，已转有关部门处理，感谢支持。" says only that it came.
    """
    plain = half_width("".join(text.split()))
    found = {
        ReplyWarning.SLOT_LEFT: _SLOT.search(text) is not None,
        ReplyWarning.SHORT: len(plain) < SHORT_BELOW,
        ReplyWarning.NO_FINDING: len(_substance(plain)) < FINDING_SIGNS,
        ReplyWarning.NO_CONTACT: not _has_contact(text),
        ReplyWarning.NO_DATE: _DATE.search(plain[-END_SIGNS:]) is None,
        ReplyWarning.SAME_AS_EARLIER: core(text) in set(map(core, earlier)),
    }
    return [warning for warning, is_so in found.items() if is_so]


def core(text: str) -> str:
    """An answer without blanks, greeting and dates: what makes it the same."""
    plain = _GREETING.sub("", half_width("".join(text.split())), count=1)
    return _DATE.sub("", plain)


def _has_contact(text: str) -> bool:
    """With its blanks a number ends where it ends, without them it is in one piece."""
    kept = half_width(text)
    return any(
        pattern.search(one)
        for pattern in (_TELEPHONE, _ADDRESS)
        for one in (kept, "".join(kept.split()))
    )


def _substance(plain: str) -> str:
    """What is left of an answer without its formulas, clause by clause."""
    kept = _WHOM_TO_ASK.sub("", _SLOT.sub("", core(plain)))
    clauses = _CLAUSE.split(kept)
    return "".join(one for one in clauses if not _FORMULA.search(one))
