"""`promises_due`: on the day of a promise the writer is asked whether it was done."""

from datetime import datetime

from django.db.models import Q

from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.models import EventKind, Notice, Promise
from mingbai.letters.notices import tell
from mingbai.letters.promises import keepers_of, put
from mingbai.places.actors import System
from mingbai.places.days import local_day
from mingbai.places.policy import Act, require

AT_ONCE = 500
State = Promise.State


def promises_due(*, by: System, at: datetime) -> int:
    """Ask the writers of up to 500 promises whose day has come; returns how many.

    Each is asked once; the officer of the body is told. Call again while it returns
    500.
    """
    require(by, Act.LETTER_SWEEP)
    today = local_day(at)
    due = list(
        # The first condition says what the partial index says; SQLite asks for it.
        Promise.objects.filter(
            ~Q(state=State.KEPT), state=State.AHEAD, due_on__lte=today
        )
        .select_related("letter", "body", "reply__officer")
        .order_by("due_on", "id")[:AT_ONCE]
    )
    for promise in due:
        _ask(promise, by=by, at=at)
    return len(due)


def _ask(promise: Promise, *, by: System, at: datetime) -> None:
    put(promise, State.ASKED, after=(State.AHEAD,), settled_at=None)
    change(
        handling_of(promise.letter),
        Change(
            kind=EventKind.PROMISE_DUE,
            tells={"due_on": promise.due_on},
            facts={"promise": str(promise.pk), "due": promise.due_on.isoformat()},
        ),
        by=by,
        at=at,
    )
    keepers = keepers_of(promise, on=local_day(at))
    tell(keepers, Notice.Kind.PROMISE, promise.letter, at=at)
