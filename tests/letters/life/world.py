"""What stands in the rows between two steps, and what must hold of it at any time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db.models import F, Model, QuerySet

from mingbai.accounts.models import DutyKind, User
from mingbai.accounts.officer import officer_of
from mingbai.ledger.models import Leaf
from mingbai.letters.limits import DEFAULTS, Limits
from mingbai.letters.models import (
    Assist,
    EventKind,
    Extension,
    Handling,
    Letter,
    LetterEvent,
    Notice,
    Promise,
    Rating,
    Recusal,
    Relay,
    Reopening,
    Tally,
)
from mingbai.letters.standing import facts_of, is_barred
from mingbai.letters.why_due import why_due
from mingbai.places.days import working_calendar
from mingbai.places.policy import Act, may
from mingbai.places.scoping import current_place
from prove.due_days import Days, Rules, days_of_the_place
from prove.recount import faults
from tests.letters.life.verb import Known

Rows = dict[type[Model], dict[UUID, tuple[Any, ...]]]
_SETTLED: Final = (Promise.State.KEPT, Promise.State.BROKEN)
_FOR_ADMINISTRATORS: Final = (Notice.Kind.NOBODY, Notice.Kind.NO_APPROVER)
_NOBODY: Final = UUID(int=0)
_MODELS: Final = tuple(apps.get_app_config("letters").get_models())


def read_rows() -> Rows:
    """Every row of every letter, and how far the ledger has come."""
    rows: Rows = {
        model: {row[0]: row for row in _read(model)}
        for model in _MODELS
        if model is not Tally
    }
    for model in (Leaf, Tally):
        rows[model] = {_NOBODY: (model._default_manager.count(), _last(model))}
    return rows


def _last(model: type[Model]) -> UUID | None:
    """The newest row's key: keys sort by time."""
    keys = model._default_manager.order_by("-pk").values_list("pk", flat=True)
    found: UUID | None = keys.first()
    return found


def _read(model: type[Model]) -> Iterator[tuple[Any, ...]]:
    for row in model._default_manager.values_list("pk", *_columns(model)):
        yield tuple(
            bytes(value) if isinstance(value, memoryview) else value for value in row
        )


def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@dataclass
class World:
    """The letters of one example, and what held when."""

    rows: Rows = field(default_factory=dict)
    handlings: list[Handling] = field(default_factory=list)
    recusals: list[Recusal] = field(default_factory=list)
    known: Known = field(default_factory=Known)
    # Limits or the calendar have changed: every letter is looked at.
    is_new_rule: bool = False
    limits: list[tuple[datetime, dict[str, Limits]]] = field(default_factory=list)
    days: list[tuple[datetime, Days]] = field(default_factory=list)
    _changed: list[Handling] = field(default_factory=list)
    # Who held which letter, and how many recusals it had.
    _held: set[tuple[Any, ...]] = field(default_factory=set)

    def rule_anew(
        self, at: datetime, kind: str = "", limits: Limits | None = None
    ) -> None:
        """From now on these limits hold, and the calendar as it is loaded now."""
        if limits is not None:
            self.limits.append((at, {**self.limits[-1][1], kind: limits}))
        self.days.append((at, days_of_the_place()))
        self.is_new_rule = True

    def begin(self) -> None:
        """Take the county as it is."""
        now = datetime.now(UTC)
        self.limits = [(now, dict(DEFAULTS))]
        self.days = [(now, days_of_the_place())]
        self._take(read_rows())

    @property
    def rules(self) -> Rules:
        """What held at an instant, for whoever counts by hand."""
        return Rules(
            limits=lambda kind, at: _at(self.limits, at)[kind],
            days=lambda at: _at(self.days, at),
            promised=current_place().reply_working_days,
        )

    def look(self) -> list[str]:
        """Everything that is wrong after a step; then this is the world."""
        rows = read_rows()
        found = [*faults(self.rules), *self._lost(rows), *self._of_new_events(rows)]
        # One that was made new again counts as well.
        before = self.rows[Notice]
        new = {key for key, row in rows[Notice].items() if before.get(key) != row}
        self._take(rows)
        found += [*_notice_faults(new), *self._clock_faults(), *self._held_by_barred()]
        return found

    def _take(self, rows: Rows) -> None:
        before = self.rows.get(Handling, {})
        self.rows = rows
        self.handlings = list(
            Handling.objects.select_related("letter", "officer").order_by("letter")
        )
        self._changed = [
            one
            for one in self.handlings
            if rows[Handling][one.pk] != before.get(one.pk) or self.is_new_rule
        ]
        self.is_new_rule = False
        self.recusals = list(Recusal.objects.all())
        self.known = _known()

    def _lost(self, rows: Rows) -> Iterator[str]:
        """An event, once written, stands as it was."""
        for key, row in self.rows[LetterEvent].items():
            if rows[LetterEvent].get(key) != row:
                yield f"an event was changed or lost: {row}"

    def _of_new_events(self, rows: Rows) -> Iterator[str]:
        """Nobody who had to stay away before did anything to the letter."""
        new = rows[LetterEvent].keys() - self.rows[LetterEvent].keys()
        for event in LetterEvent.objects.filter(pk__in=new, officer__isnull=False):
            if event.officer and self.bars(event.officer, event.letter_id):
                yield f"{event}: by {event.officer.login}, who is barred from it"

    def bars(self, user: User, letter: UUID) -> bool:
        """Whether this official had to stay away from the letter before this step."""
        of_letter = [one for one in self.recusals if one.letter_id == letter]
        if not of_letter:
            return False
        today = officer_of(user, on=_today())
        return is_barred(today, of_letter)

    def _held_by_barred(self) -> Iterator[str]:
        """No open letter was left to, or came to, somebody who must stay away.

        A duty that begins may bar its holder from what is in hand already: there
        nobody has done anything to the letter.
        """
        held = {self._hold_of(one): one for one in self.handlings if one.is_open}
        for handling in [held[key] for key in held.keys() - self._held]:
            if handling.officer and self.bars(handling.officer, handling.letter_id):
                yield f"{handling}: held by {handling.officer.login}, who is barred"
        self._held = set(held)

    def _hold_of(self, handling: Handling) -> tuple[Any, ...]:
        recusals = sum(one.letter_id == handling.letter_id for one in self.recusals)
        return (handling.letter_id, handling.body_id, handling.officer_id, recusals)

    def _clock_faults(self) -> Iterator[str]:
        """The page that explains a due day explains the one that holds."""
        calendar = working_calendar()
        for handling in self._changed:
            events = LetterEvent.objects.filter(letter=handling.letter)
            last = why_due(handling, events, calendar=calendar)[-1].due.day
            if last != handling.due_on and not handling.is_provisional:
                yield f"{handling}: due {handling.due_on}, explained {last}"


def _known() -> Known:
    waiting = Extension.objects.filter(ruling="")
    asked = Reopening.objects.filter(ruling="")
    open_parts = Assist.objects.filter(state=Assist.State.OPEN)
    escalated = LetterEvent.objects.filter(kind=EventKind.ESCALATED)
    rated = Rating.objects.filter(round=F("letter__handling__round"))
    unsolved = _letters_of(rated.filter(is_solved=False))
    return Known(
        promised=_letters_of(Promise.objects.exclude(state__in=_SETTLED)),
        rated=_letters_of(rated),
        unsolved=unsolved - _letters_of(Reopening.objects.all()),
        extending=_letters_of(waiting),
        reopening=_letters_of(asked),
        assisted=_letters_of(open_parts),
        brought_up=_letters_of(escalated),
        owed_a_word=_letters_of(Relay.objects.filter(ended_at__isnull=True)),
    )


def _letters_of(rows: QuerySet[Any, Any]) -> frozenset[UUID]:
    return frozenset(rows.values_list("letter_id", flat=True))


def _at(history: list[tuple[datetime, Any]], at: datetime) -> Any:
    return [what for since, what in history if since <= at][-1]


def _today() -> Any:
    return datetime.now(UTC).astimezone().date()


def _notice_faults(new: set[UUID]) -> Iterator[str]:
    """Only who may read a letter is told of it; that nobody has it, administrators."""
    for notice in Notice.objects.filter(pk__in=new, letter__isnull=False):
        assert notice.letter is not None
        officer = officer_of(notice.user, on=notice.day)
        if notice.kind in _FOR_ADMINISTRATORS and officer.has(DutyKind.ADMINISTRATOR):
            continue
        letter = Letter.objects.get(pk=notice.letter.pk)
        if not may(officer, Act.LETTER_READ, facts_of(letter, officer)):
            yield f"{notice} of {letter}: told {notice.user.login}, who may not read it"
