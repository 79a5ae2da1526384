"""`merge`: a letter that says the same as another is answered together with it."""

from datetime import datetime
from enum import StrEnum

from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.keep_away import share_recusals
from mingbai.letters.models import (
    EventKind,
    Handling,
    Letter,
    Promise,
    Reply,
    State,
)
from mingbai.letters.reply import Answer, Promised, send
from mingbai.letters.save_draft import forget_drafts_of_barred
from mingbai.letters.set_urgent import carry_danger
from mingbai.letters.standing import facts_of, is_alarming, must_stay_away
from mingbai.letters.strangers import TellsOfAnother, check_strangers
from mingbai.places.actors import Officer
from mingbai.places.days import local_day
from mingbai.places.policy import Act, require


class CannotMerge(Exception):
    """That letter can't answer for this one; `why` says what is in the way."""

    class Why(StrEnum):
        """What is in the way."""

        ITSELF = "itself"
        # The other one is merged into a third: that one is meant.
        MERGED = "merged"
        # The other one was closed without an answer that could be given here too.
        CLOSED = "closed"
        # The other one is answered, and nobody would look after the danger in this one.
        DANGER = "danger"
        # Others are merged into this one.
        HAS_MERGED = "has_merged"
        # Whoever has the other one must stay away from this one.
        BARRED = "barred"
        # Its answer tells who its writer is.
        TELLS = "tells"

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


def merge(
    *,
    by: Officer,
    at: datetime,
    letter: Letter,
    into: Letter,
    seen: int | None = None,
) -> Handling:
    """Merge a letter into another: its number and day stay, the answer is for both.

    Danger to life in it is danger in the other one from now on, and told at any hour.
    Where the other one is answered already, this one gets the same answer at once,
    unless that tells who the other writer is. Whoever must stay away from the one stays
    away from the other too. Raises CannotMerge, NotNow, ChangedMeanwhile.
    """
    if into.pk == letter.pk:
        raise CannotMerge(CannotMerge.Why.ITSELF)
    # Locked, so that its answer, when it is on its way, comes here too.
    Handling.objects.select_for_update().get(letter=into)
    principal = handling_of(into)
    handling = handling_of(letter, seen=seen)
    require(by, Act.LETTER_JUDGE, facts_of(letter, by, handling=handling))
    require(by, Act.LETTER_READ, facts_of(into, by, handling=principal))
    answer = _answer_of(principal) if principal.state == State.ANSWERED else None
    _check(handling, principal, answer, at)
    again = _again(answer, letter, by, at) if answer else None
    share_recusals(letter, into)
    for one in (letter, into):
        forget_drafts_of_barred(one, on=local_day(at))
    change(handling, _joining(principal), by=by, at=at)
    if again:
        send(handling, again, by=by, at=at)
    carry_danger(handling, by=by, at=at)
    return handling


def _joining(principal: Handling) -> Change:
    return Change(
        kind=EventKind.MERGED,
        to=State.MERGED,
        sets={
            "principal": principal.letter,
            "body": principal.body,
            "officer": principal.officer,
        },
        tells={
            "other": principal.letter,
            "to_body": principal.body,
            "to_officer": principal.officer,
        },
        facts={"into": principal.letter.ref},
    )


def _check(
    handling: Handling, principal: Handling, answer: Reply | None, at: datetime
) -> None:
    why = CannotMerge.Why
    if principal.state == State.MERGED:
        raise CannotMerge(why.MERGED)
    if not principal.is_open and answer is None:
        raise CannotMerge(why.CLOSED)
    if answer is not None and is_alarming(handling):
        raise CannotMerge(why.DANGER)
    if Handling.objects.filter(principal=handling.letter, state=State.MERGED).exists():
        raise CannotMerge(why.HAS_MERGED)
    if must_stay_away(
        handling.letter,
        user=principal.officer,
        body=principal.body,
        on=local_day(at),
    ):
        raise CannotMerge(why.BARRED)


def _answer_of(principal: Handling) -> Reply | None:
    """The last final answer of the other letter; None once its words are erased."""
    answer = (
        Reply.objects.filter(letter=principal.letter, kind=Reply.Kind.FINAL)
        .select_related("text", "officer", "approved_by")
        .order_by("-round")
        .first()
    )
    return answer if answer and answer.text.text else None


def _again(answer: Reply, reader: Letter, by: Officer, at: datetime) -> Answer:
    """The same answer, unless this reader would learn from it who the other one is."""
    promises = Promise.objects.filter(reply=answer, due_on__gt=local_day(at))
    again = Answer(
        text=answer.text.text or "",
        officer=answer.officer,
        approved_by=answer.approved_by,
        promises=[Promised(one.what, one.due_on) for one in promises],
        is_for_merged=False,
    )
    texts = [again.text, *(one.what for one in again.promises)]
    try:
        check_strangers(texts, principal=answer.letter, readers=[reader], by=by)
    except TellsOfAnother as told:
        raise CannotMerge(CannotMerge.Why.TELLS) from told
    return again
