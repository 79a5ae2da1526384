"""`give_part`: an assisting body tells the one that answers what it found."""

from datetime import datetime

from django.db.models import Q

from mingbai.letters import tally
from mingbai.letters.change import Change, ChangedMeanwhile, change, handling_of
from mingbai.letters.models import Assist, EventKind, Letter, Notice
from mingbai.letters.notices import tell
from mingbai.letters.standing import facts_of
from mingbai.letters.who_has import who_works_on
from mingbai.places.actors import Officer
from mingbai.places.days import local_day
from mingbai.places.policy import Act, require


class EmptyPart(Exception):
    """A part says something."""


def give_part(
    *, by: Officer, at: datetime, letter: Letter, text: str, seen: int | None = None
) -> Assist:
    """Give the part of the actor's body, the one asked first if there are several.

    It stays inside, as a note of the event, and whoever has the letter is told.
    Raises EmptyPart, NotNow, ChangedMeanwhile.
    """
    handling = handling_of(letter, seen=seen)
    require(by, Act.LETTER_ASSIST_GIVE, facts_of(letter, by, handling=handling))
    if not text.strip():
        raise EmptyPart
    part = (
        Assist.objects.filter(
            # A head was asked in person, where the officer must stay away.
            Q(body__in=by.bodies) | Q(officer=by.user),
            letter=letter,
            state=Assist.State.OPEN,
        )
        .select_related("body")
        .first()
    )
    if part is None:
        raise ChangedMeanwhile
    change(
        handling,
        Change(
            kind=EventKind.ASSIST_GIVEN,
            tells={"to_body": part.body},
            facts={"body": part.body.slug},
            note=text,
        ),
        by=by,
        at=at,
    )
    Assist.objects.filter(pk=part.pk).update(
        state=Assist.State.GIVEN, ended_at=at, officer=by.user
    )
    tally.add(tally.Count.ASSIST, body=part.body_id, day=part.due_on, pieces=-1)
    told = who_works_on(handling, on=local_day(at))
    tell(told, Notice.Kind.PART_GIVEN, letter, at=at)
    part.refresh_from_db()
    return part
