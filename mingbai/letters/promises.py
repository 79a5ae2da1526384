"""What the verbs about promises share: who keeps one, and how its state changes."""

from collections.abc import Collection
from datetime import date, datetime

from mingbai.accounts.models import User
from mingbai.letters.change import ChangedMeanwhile
from mingbai.letters.models import Promise
from mingbai.letters.who_has import who_answers


class PromiseSettled(Exception):
    """In this state nothing of the kind can be said of a promise any more."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = Promise.State(state)


class NotYetDue(Exception):
    """The day of the promise has not come, and nobody said that it is done."""


def put(
    promise: Promise,
    state: Promise.State,
    *,
    after: Collection[Promise.State],
    settled_at: datetime | None,
) -> None:
    """Bring a promise into another state, from one of those in `after` alone.

    Raises PromiseSettled, and ChangedMeanwhile when somebody else was first.
    """
    before = Promise.objects.values_list("state", flat=True).get(pk=promise.pk)
    if before not in after:
        raise PromiseSettled(before)
    changed = Promise.objects.filter(pk=promise.pk, state=before).update(
        state=state, settled_at=settled_at
    )
    if not changed:
        raise ChangedMeanwhile
    promise.state, promise.settled_at = state, settled_at


def keepers_of(promise: Promise, *, on: date) -> list[User]:
    """Who has to see that it is done: whoever answers there now, else who signed it."""
    signer = promise.reply.officer
    return who_answers(promise.letter, promise.body, signer, on=on) or [signer]
