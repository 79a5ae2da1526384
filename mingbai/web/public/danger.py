"""Danger to life, as the words of a letter hint at it: which number to call at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mingbai.lib.danger import NUMBERS, WORDS, hint_of

NAMES: Final[Mapping[str, str | Promise]] = {
    "suicide": _("Somebody may take their own life"),
    "fire": _("Fire"),
    "gas": _("Gas"),
    "collapse": _("Something collapses"),
    "injury": _("Somebody is injured"),
}
# 全国统一心理援助热线, since 2025.
COMFORT: Final = "12356"


@dataclass(frozen=True)
class Danger:
    """A group of words, what it is about, and whom to call."""

    group: str
    name: str
    number: str
    words: str

    @property
    def comfort(self) -> str:
        """A telephone of those who listen; empty where nobody needs comfort."""
        return COMFORT if self.group == "suicide" else ""


def danger_of(text: str) -> Danger | None:
    """What the text hints at, by the rules that `dangers` prints; or nothing."""
    group = hint_of(text)
    return _danger(group) if group else None


def dangers() -> list[Danger]:
    """The whole rule: every group with its words and its number."""
    return [_danger(group) for group in WORDS]


def _danger(group: str) -> Danger:
    return Danger(group, str(NAMES[group]), NUMBERS[group], "、".join(WORDS[group]))
