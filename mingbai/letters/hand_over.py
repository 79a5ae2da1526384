"""`hand_over`: a section of the body works on a letter; its officer still signs."""

from datetime import date, datetime

from mingbai.accounts.models import User
from mingbai.accounts.officer import clerks_of
from mingbai.letters.change import Change, NotNow, change, handling_of
from mingbai.letters.models import EventKind, Handling, Letter, Notice
from mingbai.letters.notices import tell
from mingbai.letters.standing import facts_of, must_stay_away
from mingbai.places.actors import Officer
from mingbai.places.days import local_day
from mingbai.places.models import Body
from mingbai.places.policy import Act, require

SECTION_LENGTH = 48


class SectionWanted(Exception):
    """A section is named, in at most 48 characters."""


class NotAClerkHere(Exception):
    """That official is no clerk of the body today, or must stay away from it."""


class BadInnerDay(Exception):
    """The section's day lies between today and the day the answer is due."""


def hand_over(
    *,
    by: Officer,
    at: datetime,
    letter: Letter,
    section: str,
    clerk: User | None = None,
    inner_due_on: date | None = None,
    note: str = "",
    seen: int | None = None,
) -> Handling:
    """Have a section work on it, perhaps a clerk by name, until an inner day.

    Officer and due day stay as they are; the note stays inside. Raises SectionWanted,
    NotAClerkHere, BadInnerDay, NotNow, ChangedMeanwhile.
    """
    handling = handling_of(letter, seen=seen)
    require(by, Act.LETTER_HAND_OVER, facts_of(letter, by, handling=handling))
    named = section.strip()
    if not named or len(named) > SECTION_LENGTH:
        raise SectionWanted
    body, day = handling.body, local_day(at)
    if body is None:
        raise NotNow(EventKind.HANDED_OVER, handling.state)
    if clerk is not None and not _may_work_on(letter, clerk, body, day):
        raise NotAClerkHere
    # One that is late already is handed over too, for at once.
    latest = max(day, handling.due_on)
    if inner_due_on is not None and not day <= inner_due_on <= latest:
        raise BadInnerDay
    change(
        handling,
        Change(
            kind=EventKind.HANDED_OVER,
            sets={"section": named, "clerk": clerk, "inner_due_on": inner_due_on},
            tells={"section": named, "to_officer": clerk},
            facts={
                "body": body.slug,
                "section": named,
                "clerk": str(clerk.pk) if clerk else "",
                "inner_due": inner_due_on.isoformat() if inner_due_on else "",
            },
            note=note.strip(),
        ),
        by=by,
        at=at,
    )
    if clerk is not None:
        tell([clerk], Notice.Kind.ASSIGNED, letter, at=at)
    return handling


def _may_work_on(letter: Letter, clerk: User, body: Body, day: date) -> bool:
    works_here = clerk in clerks_of(body, on=day)
    return works_here and not must_stay_away(letter, user=clerk, body=body, on=day)
