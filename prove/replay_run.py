"""One replay from the opening of a place to the recount of its books."""

import csv
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Final

import time_machine
from django.db import connection

from mingbai.accounts.models import DutyKind
from mingbai.accounts.officer import all_with
from mingbai.cli import main as mingbai
from mingbai.letters.limits import limits_of
from mingbai.letters.models import Handling, LetterEvent
from mingbai.letters.set_practice import set_practice
from mingbai.letters.tally import figures
from mingbai.letters.verify import verify_letters
from mingbai.places.actors import System
from mingbai.places.days import local_day, working_calendar
from mingbai.places.models import Body, Place
from mingbai.places.scoping import within
from prove.agenda import Agenda
from prove.due_days import OF_SOMETHING_ELSE, Rules, days_of_the_place
from prove.recount import faults
from prove.replay import Past, Replay
from prove.replay_steps import arrive
from prove.town import Town

# Tuesday 2026-09-01; the letters come over ten weeks, and two more pass.
BEGINS: Final = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
COMING_DAYS: Final = 66
ALL_DAYS: Final = 80


@dataclass(frozen=True)
class Told:
    """What a replay has to say; no text of any letter."""

    text: str
    is_clean: bool
    faults: Sequence[str]
    events: Counter[str]
    states: Counter[str]


def run(plan: Path, file: Path, *, seed: int, letters: int | None) -> Told:
    """Open the place of that plan in the past, and let the letters of the file live."""
    with time_machine.travel(BEGINS, tick=False) as clock:
        with redirect_stdout(StringIO()):
            if mingbai(["add-place", str(plan)]):
                raise RuntimeError("the place was not opened")
        (place,) = Place.objects.all()
        pasts = read_letters(file)[:letters]
        return replay(place, pasts, seed=seed, clock=clock)


def read_letters(file: Path) -> list[Past]:
    """The letters of the file by the time they were sent."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: row["sent_at"])
    return [Past(row["subject"], row["body"], row["reply"]) for row in rows]


def replay(
    place: Place, pasts: Sequence[Past], *, seed: int, clock: time_machine.Traveller
) -> Told:
    """Lead the letters through a place that is open since now, and count anew."""
    chance = random.Random(seed)
    begins = datetime.now(UTC)
    with _reading(place):
        calendar = working_calendar()
        town = Town(chance)
    ends = begins + timedelta(days=ALL_DAYS)
    agenda = Agenda(calendar, chance, ends)
    going = Replay(place, town, agenda, chance, clock)
    _have_answers_approved(place, begins)
    going.begin(pasts, begins, COMING_DAYS, arrive)
    going.run()
    clock.move_to(ends)
    with _reading(place):
        return _told(place, going, ends)


@contextmanager
def _reading(place: Place) -> Iterator[None]:
    with within(place, read_only=not connection.in_atomic_block):
        yield


def _have_answers_approved(place: Place, at: datetime) -> None:
    """In every body that has a head."""
    with within(place, durable=True):
        heads = Body.objects.filter(
            pk__in=[
                duty.body_id
                for user in all_with(DutyKind.HEAD, on=local_day(at))
                for duty in user.duties.filter(kind=DutyKind.HEAD)
            ]
        )
        for body in heads:
            set_practice(by=System("replay"), at=at, body=body, wants_approval=True)


def _told(place: Place, going: Replay, ends: datetime) -> Told:
    events = list(LetterEvent.objects.all())
    kinds = Counter(str(event.kind) for event in events)
    states = Counter(
        str(state) for state in Handling.objects.values_list("state", flat=True)
    )
    calendar = days_of_the_place()
    found = faults(
        Rules(
            limits=lambda kind, at: limits_of(kind),
            days=lambda at: calendar,
            promised=place.reply_working_days,
        )
    )
    proved = verify_letters()
    days = sum(
        event.due_on is not None and event.kind not in OF_SOMETHING_ELSE
        for event in events
    )
    counted = Counter(
        {
            "letters": proved.letters,
            "events": len(events),
            "replies": proved.replies,
            "due days by hand": days,
            "faults": len(found),
            "findings against the ledger": len(proved.findings),
            "missing": proved.missing,
        }
    )
    lines = [
        _row("counted", counted),
        _shares(ends),
        _row("states", states),
        _row("events", kinds),
        _row("steps refused", going.refused),
        *found[:20],
    ]
    is_clean = not found and proved.is_proved
    return Told("\n".join(lines), is_clean, found, kinds, states)


def _shares(ends: datetime) -> str:
    """The on-time rate with what stands beside it."""
    told = figures(today=local_day(ends), days=ALL_DAYS + 1)
    answered = told.in_time + told.late
    share = told.in_time / answered if answered else 0
    return (
        f"answered in time {share:.1%} of {answered:,}; beside it: not accepted"
        f" {told.declined}, merged {told.merged}, returned {told.returned},"
        f" extended {told.extended}, reopened {told.reopened}, withdrawn"
        f" {told.withdrawn}; rated 3-5 {told.satisfied}, 1-2 {told.dissatisfied};"
        f" open {told.open}, overdue {told.overdue}"
    )


def _row(name: str, counts: Counter[str]) -> str:
    return f"{name}: " + ", ".join(f"{one} {n:,}" for one, n in counts.most_common())
