"""What changes around the letters: limits, approval, duties, the calendar."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from mingbai.accounts.end import end
from mingbai.accounts.grant import grant
from mingbai.accounts.models import Duty, DutyKind
from mingbai.accounts.officer import held_on
from mingbai.letters.limits import limits_of
from mingbai.letters.models import Letter
from mingbai.letters.redate import redate
from mingbai.letters.set_limits import set_limits
from mingbai.letters.set_practice import set_practice
from mingbai.lib.calendar_file import CalendarDay, DayKind
from mingbai.places.actors import System
from mingbai.places.days import local_day
from mingbai.places.load_calendar import load_calendar
from mingbai.places.models import CalendarYear
from tests import cast
from tests.letters.life.people import BODIES, LOGINS, OFFICER, OTHER_OFFICER
from tests.letters.life.world import World

_DEPUTY_DAYS: Final = 10
_HALF: Final = 0.5
_NEW_YEAR: Final = CalendarDay(date(2027, 1, 1), DayKind.HOLIDAY, "元旦")


def _change_limits(world: World, chance: random.Random) -> None:
    """The place gives a kind of letter other limits."""
    now = datetime.now(UTC)
    kind, days = chance.choice(Letter.Kind.values), chance.randint(1, 20)
    limits = replace(limits_of(kind), receipt_days=days, body_days=days)
    set_limits(by=cast.administrators()[0], at=now, kind=kind, limits=limits)
    world.rule_anew(now, kind, limits)


def _change_practice(world: World, chance: random.Random) -> None:
    """A body's answers go to its head from now on, or no more."""
    set_practice(
        by=cast.administrators()[0],
        at=datetime.now(UTC),
        body=cast.body(chance.choice(BODIES[:2])),
        wants_approval=chance.random() < _HALF,
    )


def _change_duty(world: World, chance: random.Random) -> None:
    """An officer's duty ended yesterday, or begins today, as a deputy's."""
    now = datetime.now(UTC)
    today = local_day(now)
    user = cast.user(LOGINS[chance.choice([OFFICER, OTHER_OFFICER])])
    body = cast.body(chance.choice(BODIES[:3]))
    duties = Duty.objects.filter(user=user, body=body, kind=DutyKind.OFFICER)
    held = duties.filter(held_on(today)).first()
    if held is None:
        grant(
            by=cast.FOUNDERS,
            at=now,
            user=user,
            kind=DutyKind.OFFICER,
            body=body,
            since=today,
            until=today + timedelta(days=_DEPUTY_DAYS),
            is_deputy=True,
        )
    elif held.since < today:
        end(by=cast.FOUNDERS, at=now, duty=held, until=today - timedelta(days=1))


def _load_next_year(world: World, chance: random.Random) -> None:
    """The notice for 2027 comes, and provisional days are set anew."""
    if CalendarYear.objects.filter(year=_NEW_YEAR.day.year).exists():
        return
    now = datetime.now(UTC)
    load_calendar(
        by=cast.administrators()[0],
        at=now,
        rows=[_NEW_YEAR],
        years=[_NEW_YEAR.day.year],
        source="示例通知",
    )
    world.rule_anew(now)
    redate(by=System("worker"), at=now)


CHANGES: Final = {
    "limits": _change_limits,
    "practice": _change_practice,
    "duty": _change_duty,
    "calendar": _load_next_year,
}
