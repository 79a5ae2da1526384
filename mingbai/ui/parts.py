"""Plain values that components draw. Every text may be a lazy translation."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Crumb:
    """A page above this one."""

    label: str
    href: str


@dataclass(frozen=True)
class Fact:
    """A term and its value, for the fact strip and for definition lists."""

    term: str
    value: str
    note: str = ""
    href: str = ""  # the value leads there
    is_verbatim: bool = False  # somebody typed it: keep its lines
    is_alarm: bool = False  # red, and a sign before it
    change: str = ""  # value of a submit button named "change"; empty: no button


@dataclass(frozen=True)
class Event:
    """Something that happened, or (is_ahead) is due to happen."""

    at: date | datetime
    title: str
    who: str = ""
    text: str = ""  # as somebody wrote it
    is_late: bool = False
    is_ahead: bool = False


@dataclass(frozen=True)
class NextStep:
    """What happens next: a bold "when" and what then."""

    when: str
    what: str


@dataclass(frozen=True)
class Tally:
    """How many letters stand in a queue of the desk."""

    label: str
    count: int | None  # None: this queue is not counted
    href: str = ""
    is_current: bool = False
    is_alarm: bool = False  # red, and said in words by the label
