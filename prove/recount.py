"""Every count and every clock of letters, counted anew from the rows.

It knows nothing of how the verbs keep their books: it reads what happened and says
what ought to stand there. Within a place; it writes nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q, Sum

from mingbai.ledger.models import Opening
from mingbai.letters.models import (
    CLOSED,
    Assist,
    EventKind,
    Extension,
    Handling,
    LetterEvent,
    Proposal,
    Reopening,
    Ruling,
    State,
    Tally,
)
from mingbai.letters.moves import FIRST, MOVES
from mingbai.places.days import local_day
from prove.due_days import OF_SOMETHING_ELSE, Rules, due_faults

# Count, body, officer, clerk, state, day.
Key = tuple[str, UUID | None, UUID | None, UUID | None, str, date]
_BY_EVENT: Final = {
    EventKind.DECLINED: Tally.Count.DECLINED,
    EventKind.MERGED: Tally.Count.MERGED,
    EventKind.RETURNED: Tally.Count.RETURNED,
    EventKind.EXTENDED: Tally.Count.EXTENDED,
    EventKind.REOPENED: Tally.Count.REOPENED,
    EventKind.WITHDRAWN: Tally.Count.WITHDRAWN,
}
_CONTENT_FROM: Final = 3


@dataclass(frozen=True)
class Books:
    """Everything of the letters of the place, read once."""

    handlings: dict[UUID, Handling]
    events: dict[UUID, list[LetterEvent]]
    # Working days granted, by letter and round.
    granted: dict[UUID, dict[int, int]]
    # What each leaf says that it stands for.
    openings: dict[UUID, str]


def read_books() -> Books:
    """The letters with their handling and events; five queries."""
    handlings = {
        one.letter_id: one for one in Handling.objects.select_related("letter")
    }
    events: dict[UUID, list[LetterEvent]] = defaultdict(list)
    for event in LetterEvent.objects.order_by("at", "id"):
        events[event.letter_id].append(event)
    granted: dict[UUID, dict[int, int]] = defaultdict(dict)
    for one in Extension.objects.filter(ruling=Ruling.GRANTED):
        granted[one.letter_id][one.round] = one.days
    openings = dict(
        Opening.objects.filter(name__startswith="letter.").values_list(
            "leaf_id", "name"
        )
    )
    return Books(handlings, events, granted, openings)


def faults(rules: Rules) -> list[str]:
    """Everything that is wrong with letters, events, clocks and counts; one a line."""
    books = read_books()
    found = [*_count_faults(books), *_leaf_faults(books), *_merge_faults(books)]
    found += _left_faults()
    for letter, handling in books.handlings.items():
        events = books.events[letter]
        found += _event_faults(handling, events)
        if not handling.letter.is_imported:
            granted = books.granted[letter]
            found += due_faults(
                handling.letter, events, granted, handling.due_on, rules
            )
    return found


def _event_faults(handling: Handling, events: list[LetterEvent]) -> Iterator[str]:
    """Moves that the table forbids, gaps between events, and events lost."""
    letter = handling.letter
    if [event.kind for event in events[:1]] != [FIRST]:
        yield f"{letter}: begins with {events[:1]}"
    stands = ""
    for event in events:
        if event.from_state != stands:
            yield f"{letter} {event.kind}: from {event.from_state}, stood {stands}"
        stands = event.to_state
        if event.kind == FIRST:
            continue
        move = (State(event.from_state), State(event.to_state))
        if move not in MOVES[EventKind(event.kind)]:
            yield f"{letter} {event.kind}: {move} is forbidden"
    if stands != handling.state:
        yield f"{letter}: is {handling.state}, its events lead to {stands}"
    if handling.version != len(events) - 1:
        yield f"{letter}: version {handling.version}, {len(events) - 1} changes"
    yield from _closing_faults(handling, events)


def _closing_faults(handling: Handling, events: list[LetterEvent]) -> Iterator[str]:
    letter = handling.letter
    rounds = 1 + sum(event.kind == EventKind.REOPENED for event in events)
    if handling.round != rounds:
        yield f"{letter}: round {handling.round}, reopened {rounds - 1} times"
    closings = [
        event.at
        for event in events
        if event.to_state in CLOSED and event.from_state not in CLOSED
    ]
    closed_at = closings[-1] if handling.state in CLOSED else None
    if handling.closed_at != closed_at:
        yield f"{letter}: closed {handling.closed_at}, by its events {closed_at}"
    if (handling.closed_on is None) != (closed_at is None) or (
        closed_at and handling.closed_on != local_day(closed_at)
    ):
        yield f"{letter}: closed on {handling.closed_on}, by its events {closed_at}"


def _leaf_faults(books: Books) -> Iterator[str]:
    """Each event stands in the ledger once, under its name; none stands there alone."""
    stated: Counter[str] = Counter(books.openings.values())
    for events in books.events.values():
        for event in events:
            if event.leaf_id is None:
                if event.kind != FIRST and not _is_imported(books, event):
                    yield f"{event}: has no leaf"
                continue
            name = books.openings.get(event.leaf_id)
            if name != f"letter.{event.kind}":
                yield f"{event}: its leaf says {name}"
            stated[f"letter.{event.kind}"] -= 1
    for name, more in stated.items():
        if more:
            yield f"{name}: {more} leaves more than events"


def _is_imported(books: Books, event: LetterEvent) -> bool:
    return books.handlings[event.letter_id].letter.is_imported


def _merge_faults(books: Books) -> Iterator[str]:
    """A merged letter is at its principal's body, and its principal is open."""
    for handling in books.handlings.values():
        if handling.state != State.MERGED:
            continue
        principal = books.handlings[handling.principal_id or handling.letter_id]
        if principal.state == State.MERGED or not principal.is_open:
            yield f"{handling.letter}: merged into one that is {principal.state}"
        if principal.body_id != handling.body_id:
            yield f"{handling.letter}: not where {principal.letter} is"


def _left_faults() -> Iterator[str]:
    """Nothing hangs on a closed letter, and what is put up waits for a head."""
    closed = Q(letter__handling__closed_at__isnull=False)
    for assist in Assist.objects.filter(closed, state=Assist.State.OPEN):
        yield f"{assist}: a part is open of a closed letter"
    for asked in Extension.objects.filter(closed, ruling=""):
        yield f"{asked}: waits for a ruling on a closed letter"
    approving = set(
        Handling.objects.filter(state=State.APPROVING).values_list("letter", flat=True)
    )
    put_up = set(Proposal.objects.filter(outcome="").values_list("letter", flat=True))
    for letter in approving ^ put_up:
        yield f"{letter}: to be approved without an answer, or the other way round"


def _count_faults(books: Books) -> Iterator[str]:
    kept, recounted = kept_counts(), recount(books)
    for key in kept.keys() | recounted.keys():
        if kept[key] != recounted[key]:
            yield f"{key}: kept {kept[key]}, by the rows {recounted[key]}"


def kept_counts() -> Counter[Key]:
    """What the pieces of the counts add up to; one query."""
    rows = Tally.objects.values_list(
        "count", "body_id", "officer_id", "clerk_id", "state", "day"
    ).annotate(sum=Sum("pieces"))
    return Counter({tuple(key): sum_ for *key, sum_ in rows})


def recount(books: Books) -> Counter[Key]:
    """What they ought to add up to, from letters, events and askings."""
    found: Counter[Key] = Counter()
    for letter, handling in books.handlings.items():
        if handling.state not in CLOSED:
            whose = (handling.body_id, handling.officer_id, handling.clerk_id)
            stands = (str(handling.state), handling.due_on)
            found[(Tally.Count.OPEN, *whose, *stands)] += 1
        if not handling.letter.is_imported:
            received = handling.letter.received_on
            found[(Tally.Count.RECEIVED, None, None, None, "", received)] += 1
            found.update(_counted(books.events[letter]))
    found.update(_waiting())
    return found


def _counted(events: Iterable[LetterEvent]) -> Iterator[Key]:
    due = date.max
    for event in events:
        for count in _counts_of(event, due):
            yield (count, event.from_body_id, None, None, "", local_day(event.at))
        if event.due_on is not None and event.kind not in OF_SOMETHING_ELSE:
            due = event.due_on


def _counts_of(event: LetterEvent, due: date) -> Iterator[str]:
    is_late = local_day(event.at) > due
    if event.kind == EventKind.ANSWERED:
        yield Tally.Count.LATE if is_late else Tally.Count.IN_TIME
    elif event.kind == EventKind.RATED:
        is_content = int(event.reason) >= _CONTENT_FROM
        yield Tally.Count.SATISFIED if is_content else Tally.Count.DISSATISFIED
    elif event.kind in _BY_EVENT:
        yield _BY_EVENT[EventKind(event.kind)]
    if event.kind in {EventKind.DECLINED, EventKind.WITHDRAWN} and is_late:
        yield Tally.Count.CLOSED_LATE


def _waiting() -> Iterator[Key]:
    """Askings nobody has ruled upon, and parts of other bodies that are open."""
    for asked in Extension.objects.filter(ruling=""):
        day = local_day(asked.asked_at)
        yield (Tally.Count.EXTENSION, asked.body_id, None, None, "", day)
    for reopening in Reopening.objects.filter(ruling=""):
        day = local_day(reopening.asked_at)
        yield (Tally.Count.REOPENING, reopening.body_id, None, None, "", day)
    assists = Assist.objects.filter(state=Assist.State.OPEN)
    for body, day in assists.values_list("body_id", "due_on"):
        yield (Tally.Count.ASSIST, body, None, None, "", day)
