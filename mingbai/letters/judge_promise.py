"""`judge_promise`: the writer says whether what was promised was done, 办了没有."""

from datetime import datetime

from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.models import EventKind, LetterEvent, Notice, Promise
from mingbai.letters.notices import tell
from mingbai.letters.promises import NotYetDue, keepers_of, put
from mingbai.letters.set_urgent import tell_of_danger
from mingbai.letters.standing import facts_of
from mingbai.lib.danger import hint_of
from mingbai.places.actors import Citizen
from mingbai.places.days import local_day
from mingbai.places.policy import Act, require

State = Promise.State
_UNKEPT = (State.AHEAD, State.ASKED, State.REPORTED, State.BROKEN)
_UNJUDGED = (State.AHEAD, State.ASKED, State.REPORTED)


def judge_promise(
    *, by: Citizen, at: datetime, promise: Promise, is_done: bool, text: str = ""
) -> LetterEvent:
    """Kept, for good; or not done, which the public sees until it is.

    Before its day a promise can't be broken: when the body said too early that it is
    done, and it is not, it lies ahead again. Words that hint at danger to life are told
    at any hour. Raises NotYetDue, PromiseSettled, ChangedMeanwhile.
    """
    handling = handling_of(promise.letter)
    require(
        by, Act.LETTER_PROMISE_JUDGE, facts_of(promise.letter, by, handling=handling)
    )
    if is_done:
        put(promise, State.KEPT, after=_UNKEPT, settled_at=at)
    else:
        _call_undone(promise, at)
    hint = hint_of(text)
    event = change(
        handling,
        Change(
            kind=EventKind.PROMISE_KEPT if is_done else EventKind.PROMISE_BROKEN,
            sets={"hint": hint} if hint else {},
            facts={"promise": str(promise.pk)},
            note=text.strip() and text,
            is_note_for_writer=True,
        ),
        by=by,
        at=at,
    )
    if not is_done:
        keepers = keepers_of(promise, on=local_day(at))
        tell(keepers, Notice.Kind.PROMISE, promise.letter, at=at)
    if hint:
        tell_of_danger(handling, at=at)
    return event


def _call_undone(promise: Promise, at: datetime) -> None:
    if local_day(at) >= promise.due_on:
        put(promise, State.BROKEN, after=_UNJUDGED, settled_at=at)
    elif promise.state == State.AHEAD:
        raise NotYetDue
    else:
        put(promise, State.AHEAD, after=(State.REPORTED,), settled_at=None)
