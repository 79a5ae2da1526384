"""The verb that makes a person known to the place."""

from datetime import datetime

from mingbai.ledger.record import record
from mingbai.places.actors import Actor
from mingbai.places.models import Person
from mingbai.places.naming import acting
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place_id


class NameMissing(Exception):
    """A person has a name."""


def name_person(*, by: Actor, at: datetime, name: str) -> Person:
    """A new person. Two people may bear one name; so nothing is looked up here.

    The event carries the row's id and no name: who holds a post is said when the
    post is filled. Refuses an empty name with NameMissing.
    """
    require(by, Act.PLACE_CHANGE)
    if not name.strip():
        raise NameMissing
    person = Person.objects.create(name=name.strip())
    record(
        log=current_place_id(),
        name="person.named",
        facts={"person": str(person.pk), "by": acting(by)},
        at=at,
    )
    return person
