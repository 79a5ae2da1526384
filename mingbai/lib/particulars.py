"""The particulars of a person in a text: name, telephone, address, number of a letter.

For a text that several people read, or everybody: what is found in it tells who one of
them is. A name written with other signs, or only hinted at, is not found.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import phonenumbers

from mingbai.lib.half_width import half_width, is_dash, without_blanks
from mingbai.lib.numbering import NotANumber, Ref, parse_ref

# A single sign stands in every text; these say of nobody who it is.
NAME_SIGNS: Final = 2
NOBODY: Final = frozenset(
    {"匿名", "无名", "佚名", "群众", "市民", "居民", "村民", "业主", "家长", "来信人"}
    | {"热心市民", "热心群众", "先生", "女士", "同志"}
)
_TITLES: Final = "女士|先生|小姐|同志|老师|师傅|大爷|大妈|大叔|阿姨"
_GREETED: Final = re.compile(rf"(?:尊敬的|致)?(\w{{1,3}}?)(?:{_TITLES})")
_AFTER_A_NAME: Final = re.compile(r"[(\[{<,.;:/|、。《【]")
_LATIN: Final = re.compile(r"[a-z .'-]+")
# Between two digits these make no other number of it.
_WITHIN: Final = re.compile(r"(?<=\d)[\s\-()]+(?=\d)")
_AROUND_A_DASH: Final = re.compile(r"\s*-+\s*")
# Months and days are shorter than three digits, so no date is taken for a number.
_REF: Final = re.compile(r"(?<!\d)(?:20)?\d\d-+\d{3,20}(?!\d)|(?<!\d)\d{9,12}(?!\d)")
_TELEPHONE: Final = re.compile(
    r"(?<!\d)(?:(?:0086|86)?1[3-9]\d{9}|0[1-9]\d{8,10}|[48]00\d{7})(?!\d)"
)
# GB 11643-1999: six digits of a region, the day of birth, three, and a check sign.
_ID_NUMBER: Final = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{9}[\dxX](?!\d)")


@dataclass(frozen=True)
class Particulars:
    """What tells who somebody is; empty where it is not known. `telephone` is E.164."""

    name: str = ""
    telephone: str = ""
    email: str = ""
    ref: Ref | None = None


def particulars_in(text: str, person: Particulars) -> list[str]:
    """What of this person the text holds, as it is usually written.

    Blanks, full width and dashes don't hide it. Right: "张 桂花，您好" holds 张桂花, as
    "张女士：您好" does at its beginning; "电话138-0000-0000" holds +8613800000000.
    Wrong: a name of one sign, or 家长, holds nothing.
    """
    found = (
        _name_in(text, person.name),
        _ref_in(text, person.ref),
        _telephone_in(text, person.telephone),
        _email_in(text, person.email),
    )
    return [one for one in found if one]


def has_telephone(text: str) -> bool:
    """Whether a mobile number, or a landline with its area code, stands in it."""
    return _TELEPHONE.search(_in_one_piece(text)) is not None


def has_id_number(text: str) -> bool:
    """Whether something like a citizen's identity number stands in it."""
    return _ID_NUMBER.search(_in_one_piece(text)) is not None


def _name_in(text: str, name: str) -> str:
    plain = without_blanks(half_width(text)).casefold()
    for known in _names(name):
        if _LATIN.fullmatch(known):
            words = " ".join(half_width(text).casefold().split())
            is_there = bool(re.search(rf"(?<![a-z]){re.escape(known)}(?![a-z])", words))
        else:
            is_there = without_blanks(known) in plain
        if is_there:
            return known
    greeted = _GREETED.match(plain)
    family = without_blanks(half_width(name)).casefold()
    if greeted and family.startswith(greeted[1]) and not _is_nobody(greeted[1]):
        return greeted[0]
    return ""


def _names(name: str) -> Iterator[str]:
    """The whole of it, and what stands before a bracket or a comma."""
    whole = " ".join(half_width(name).casefold().split())
    for known in dict.fromkeys((whole, _AFTER_A_NAME.split(whole)[0].strip())):
        if len(without_blanks(known)) >= NAME_SIGNS and not _is_nobody(known):
            yield known


def _is_nobody(known: str) -> bool:
    return without_blanks(known) in NOBODY


def _ref_in(text: str, ref: Ref | None) -> str:
    plain = _AROUND_A_DASH.sub("-", _dashed(half_width(text)))
    for one in _REF.findall(plain):
        if ref is not None and _read(one) == ref:
            return str(ref)
    return ""


def _read(typed: str) -> Ref | None:
    try:
        return parse_ref(typed)
    except NotANumber:
        return None


def _telephone_in(text: str, telephone: str) -> str:
    if not telephone:
        return ""
    plain = _in_one_piece(text)
    return next((one for one in _as_dialled(telephone) if one in plain), "")


def _as_dialled(telephone: str) -> Iterable[str]:
    """As dialled within the country, and from within its area."""
    number = phonenumbers.parse(telephone)
    national = phonenumbers.national_significant_number(number)
    area = phonenumbers.length_of_geographical_area_code(number)
    return (national, national[area:]) if area else (national,)


def _email_in(text: str, email: str) -> str:
    if not email:
        return ""
    plain = without_blanks(half_width(text)).casefold()
    return email.casefold() if email.casefold() in plain else ""


def _in_one_piece(text: str) -> str:
    return _WITHIN.sub("", _dashed(half_width(text)))


def _dashed(text: str) -> str:
    """With plain dashes, and without the signs that nobody sees."""
    seen = (sign for sign in text if sign.isspace() or without_blanks(sign))
    return "".join("-" if is_dash(sign) else sign for sign in seen)
