"""`recuse`: whoever a letter complains of is kept away from it, and who serves there.

信访工作条例 (2022) art. 28.
"""

from dataclasses import dataclass
from datetime import datetime

from mingbai.accounts.models import DutyKind, User
from mingbai.accounts.officer import heads_of
from mingbai.letters.ask_extension import NoReason
from mingbai.letters.change import Change, NotNow, change, handling_of
from mingbai.letters.in_charge import InCharge, NobodyInCharge, in_charge
from mingbai.letters.keep_away import keep_away_from_post, keep_away_from_user
from mingbai.letters.models import (
    Assist,
    EventKind,
    Handling,
    Letter,
    Recusal,
    State,
)
from mingbai.letters.reply import waiting_proposal, wants_approval
from mingbai.letters.route import due_of, merged_into, move
from mingbai.letters.save_draft import forget_drafts_of_barred, keep_draft
from mingbai.letters.standing import facts_of, must_stay_away
from mingbai.letters.tell_nobody import tell_nobody
from mingbai.letters.tie_up import drop_proposal, end_assist
from mingbai.places.actors import Officer
from mingbai.places.days import local_day
from mingbai.places.models import Body, Post
from mingbai.places.policy import Act, require


class SomebodyWanted(Exception):
    """An official or a post is named, one of the two."""


@dataclass(frozen=True)
class _Act:
    """Who keeps somebody away, when and why."""

    by: Officer
    at: datetime
    reason: str


def recuse(
    *,
    by: Officer,
    at: datetime,
    letter: Letter,
    user: User | None = None,
    post: Post | None = None,
    reason: str,
    seen: int | None = None,
) -> Handling:
    """Keep an official, or the holder of a post, away from a letter, with who serves.

    It holds for the letter it is merged into too, and for all merged with it. Whoever
    has it in hand and must stay away gives it up to who may take it: another officer,
    the head, the body above. When there is nobody it lies with the registrar's office
    again, and the administrators are told. Its due day stays; the reason stays inside.
    Raises SomebodyWanted, NoReason, NotNow, ChangedMeanwhile.
    """
    handling = handling_of(letter, seen=seen)
    require(by, Act.LETTER_RECUSE, facts_of(letter, by, handling=handling))
    if (user is None) == (post is None):
        raise SomebodyWanted
    if not reason.strip():
        raise NoReason
    if not handling.is_open:
        raise NotNow(EventKind.RECUSED, handling.state)
    leads = handling
    if handling.state == State.MERGED and handling.principal is not None:
        leads = handling_of(handling.principal)
    merged = merged_into(leads)
    for one in (leads, *merged):
        if user is not None:
            keep_away_from_user(one.letter, user, at=at)
        if post is not None:
            keep_away_from_post(one.letter, post, at=at)
        forget_drafts_of_barred(one.letter, on=local_day(at))
    act = _Act(by, at, reason)
    _end_parts(leads, act)
    _give_up(leads, act)
    _tell_merged(merged, act)
    return handling_of(letter)


def _tell_merged(before: list[Handling], act: _Act) -> None:
    """What did not go along with the letter that leads it has its event as well."""
    for one in before:
        now = handling_of(one.letter)
        if now.version == one.version:
            change(now, Change(kind=EventKind.RECUSED), by=act.by, at=act.at)


def _give_up(handling: Handling, act: _Act) -> None:
    """Take it from whoever must stay away, and say in any case that somebody must."""
    state, body = State(handling.state), handling.body
    is_with_barred = _is_barred(handling, handling.officer, body, act)
    if state in {State.ROUTED, State.APPROVING} and body is not None:
        if is_with_barred:
            _pass_on(handling, body, act)
        elif state == State.APPROVING and not _has_approver(handling, body, act):
            _take_back(handling, act)
        else:
            _stay(handling, act)
    elif is_with_barred:
        # The office, or the registrar who rules on a return, goes on without them.
        _stay(handling, act, officer=None)
    else:
        _stay(handling, act)


def _pass_on(handling: Handling, body: Body, act: _Act) -> None:
    letter = handling.letter
    drop_proposal(letter, at=act.at)
    try:
        taker = in_charge(body, letter=letter, on=local_day(act.at))
    except NobodyInCharge as error:
        _back_to_office(handling, act)
        tell_nobody(by=act.by, at=act.at, letter=letter, body=error.body)
        return
    _move(handling, taker, act)


def _move(handling: Handling, taker: InCharge, act: _Act) -> None:
    move(
        handling,
        taker,
        due_of(handling),
        EventKind.RECUSED,
        by=act.by,
        at=act.at,
        note=act.reason,
    )


def _take_back(handling: Handling, act: _Act) -> None:
    """The answer put up has nobody left to approve it: its officer has it again."""
    proposal = waiting_proposal(handling.letter)
    drop_proposal(handling.letter, at=act.at)
    body, officer = handling.body, handling.officer
    assert body is not None, "the registrar's office puts nothing up"
    assert officer is not None, "whoever put it up has it"
    _move(handling, InCharge(body, officer), act)
    if wants_approval(body):
        tell_nobody(
            by=act.by, at=act.at, letter=handling.letter, body=body, duty=DutyKind.HEAD
        )
    if proposal is not None:
        keep_draft(handling.letter, officer, proposal.text.text or "", at=act.at)


def _back_to_office(handling: Handling, act: _Act) -> None:
    away: dict[str, object] = {
        "body": None,
        "officer": None,
        "section": "",
        "clerk": None,
        "inner_due_on": None,
    }
    kept_away = Change(
        kind=EventKind.RECUSED, to=State.REGISTERED, sets=away, note=act.reason
    )
    change(handling, kept_away, by=act.by, at=act.at)
    for merged in merged_into(handling):
        change(
            merged,
            Change(kind=EventKind.RECUSED, sets=away),
            by=act.by,
            at=act.at,
        )


def _stay(handling: Handling, act: _Act, **sets: object) -> None:
    if _is_barred(handling, handling.clerk, None, act):
        sets["clerk"] = None
    kept_away = Change(kind=EventKind.RECUSED, sets=sets, note=act.reason)
    change(handling, kept_away, by=act.by, at=act.at)


def _is_barred(
    handling: Handling, user: User | None, body: Body | None, act: _Act
) -> bool:
    return must_stay_away(handling.letter, user=user, body=body, on=local_day(act.at))


def _has_approver(handling: Handling, body: Body, act: _Act) -> bool:
    proposal = waiting_proposal(handling.letter)
    return proposal is not None and any(
        head.pk != proposal.officer_id and not _is_barred(handling, head, body, act)
        for head in heads_of(body, on=local_day(act.at))
    )


def _end_parts(handling: Handling, act: _Act) -> None:
    """A body that must stay away gives no part."""
    barred = Recusal.objects.filter(
        letter=handling.letter, body__isnull=False, is_of_clerks=False
    )
    for part in Assist.objects.filter(
        letter=handling.letter,
        state=Assist.State.OPEN,
        body__in=barred.values("body"),
    ).select_related("body"):
        end_assist(handling, part, by=act.by, at=act.at)
