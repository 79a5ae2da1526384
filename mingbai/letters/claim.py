"""`claim`: an official takes a letter in hand; `claim_next` takes the most urgent."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from mingbai.accounts.models import Duty, DutyKind, User
from mingbai.accounts.officer import held_on
from mingbai.letters.barred import not_barred
from mingbai.letters.change import Change, ChangedMeanwhile, change, handling_of
from mingbai.letters.limits import limits_of, no_later
from mingbai.letters.models import EventKind, Handling, Letter, State
from mingbai.letters.models.handling import HandlingQuerySet
from mingbai.letters.route import due_of
from mingbai.letters.standing import facts_of
from mingbai.places.actors import Officer
from mingbai.places.days import local_day, working_calendar
from mingbai.places.policy import Act, require

# Candidates read at once, and how often: others may take each of them first.
AT_ONCE = 5
ROUNDS = 10


def claim(
    *, by: Officer, at: datetime, letter: Letter, seen: int | None = None
) -> Handling:
    """Take a letter in hand; whoever has it already keeps it, and nothing happens.

    A registrar keeps it to answer directly: it is due by the limit for that, never
    later than promised. With a body its due day stays. Raises NotNow,
    ChangedMeanwhile.
    """
    handling = handling_of(letter, seen=seen)
    require(by, Act.LETTER_CLAIM, facts_of(letter, by, handling=handling))
    if handling.officer_id != by.user:
        _take(handling, by=by, at=at, is_kept=handling.body is None)
    return handling


def claim_next(*, by: Officer, at: datetime) -> Letter | None:
    """Take the next letter nobody has in hand; None when there is none.

    For a registrar the next undecided one, for a responsible officer the next of the
    own bodies whose officer answers for them no more. No two get the same, and nobody
    one they must stay away from. The due day stays: whether the office answers it
    itself is not decided yet. Raises NotAllowed for everybody else.
    """
    if not by.has("registrar") and not by.bodies:
        require(by, Act.LETTER_CLAIM)
    for _round in range(ROUNDS):
        candidates = list(_unclaimed(by, at)[:AT_ONCE])
        if not candidates:
            return None
        for handling in candidates:
            letter = handling.letter
            require(by, Act.LETTER_CLAIM, facts_of(letter, by, handling=handling))
            try:
                _take(handling, by=by, at=at, is_kept=False)
            except ChangedMeanwhile:
                continue
            return letter
    raise ChangedMeanwhile


def _unclaimed(by: Officer, at: datetime) -> HandlingQuerySet:
    day = local_day(at)
    in_charge = Duty.objects.filter(
        held_on(day),
        kind__in=[DutyKind.OFFICER, DutyKind.HEAD],
        body=OuterRef("body"),
        user=OuterRef("officer"),
        user__is_active=True,
    )
    mine = Q(~Exists(in_charge), body__in=by.bodies, state=State.ROUTED)
    if by.has("registrar"):
        undecided = Q(body__isnull=True, officer__isnull=True, state=State.REGISTERED)
        mine = mine | undecided if by.bodies else undecided
    rows: HandlingQuerySet = Handling.objects.waiting().filter(mine, *not_barred(by))
    return rows.select_related("letter", "body", "officer")


def _take(handling: Handling, *, by: Officer, at: datetime, is_kept: bool) -> None:
    officer = User.objects.get(pk=by.user)
    sets: dict[str, object] = {"officer": officer}
    tells: dict[str, object] = {"to_officer": officer}
    due = due_of(handling)
    if is_kept:
        today = local_day(at)
        due = no_later(
            due,
            today=today,
            days=limits_of(handling.kind).direct_days,
            calendar=working_calendar(since=today),
        )
        sets |= {"due_on": due.day, "is_provisional": due.provisional}
        tells["due_on"] = due.day
    body = handling.body
    change(
        handling,
        Change(
            kind=EventKind.CLAIMED,
            sets=sets,
            tells=tells,
            facts={
                "body": body.slug if body else "",
                "officer": str(officer.pk),
                "due": due.day.isoformat(),
            },
        ),
        by=by,
        at=at,
    )
