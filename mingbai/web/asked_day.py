"""The day a reader asks about: `?on=2025-11-23`, today when nothing is asked."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from mingbai.lib.half_width import half_width
from mingbai.places.days import local_day
from mingbai.ui.words import zh_date

ON: Final = "on"
# A date field sends 2025-11-23; who types it may write it as people do.
WRITTEN: Final = re.compile(
    r"(?P<year>(?:19|20|21)[0-9]{2})[-./年](?P<month>[01]?[0-9])[-./月]"
    r"(?P<day>[0-3]?[0-9])日?"
)
LONGEST: Final = 24


@dataclass(frozen=True)
class AskedDay:
    """A day, and whether it is today's; `is_refused` if what was asked is no day."""

    day: date
    today: date
    is_refused: bool = False
    # The same page as of today.
    today_href: str = ""

    @property
    def is_today(self) -> bool:
        """Whether nothing else was asked for."""
        return self.day == self.today

    @property
    def is_ahead(self) -> bool:
        """Whether that day is still to come."""
        return self.day > self.today

    @property
    def iso(self) -> str:
        """As a date field takes it."""
        return self.day.isoformat()

    @property
    def words(self) -> str:
        """As a reader knows it."""
        return zh_date(self.day)

    @property
    def query(self) -> str:
        """What an address needs to stay on that day; nothing for today."""
        return "" if self.is_today else f"?{ON}={self.iso}"

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The same for a form, as hidden fields."""
        return [] if self.is_today else [(ON, self.iso)]


def asked_day(request: HttpRequest) -> AskedDay:
    """The day of the address; today if it names none, or nothing that is a day."""
    today = local_day(timezone.now())
    written = request.GET.get(ON, "").strip()
    found = read_day(written) if written else today
    rest = request.GET.copy()
    for name in (ON, "after", "before", "under"):
        rest.pop(name, None)
    return AskedDay(
        day=found or today,
        today=today,
        is_refused=found is None,
        today_href=f"{request.path}?{rest.urlencode()}" if rest else request.path,
    )


def read_day(written: str) -> date | None:
    """The day that somebody wrote, in any width; None if it is none."""
    match = WRITTEN.fullmatch(half_width(written)) if len(written) < LONGEST else None
    if match is None:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
