"""`not_barred`: by which lists leave out what an official must not see.

`barred_letters` is what their counts take away.
"""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from mingbai.letters.models import Recusal
from mingbai.letters.standing import bodies_of, posts_read_by
from mingbai.places.actors import Officer


def not_barred(officer: Officer, letter: str = "letter_id") -> list[Combinable]:
    """Conditions for `filter(*…)`: rows whose letter this official may be told of.

    `letter` names the column of the letter's id. Several conditions, since each has an
    index of its own: a recusal names an account, a person, a post or a body.
    """
    of_letter = Recusal.objects.filter(letter=OuterRef(letter))
    return [~Exists(of_letter.filter(one)) for one in recusals_of(officer)]


def barred_letters(officer: Officer) -> QuerySet[Any, Any]:
    """The ids of the letters from which this official must stay away."""
    names = reduce(or_, recusals_of(officer))
    return Recusal.objects.filter(names).values("letter_id")


def recusals_of(officer: Officer) -> list[Q]:
    """The recusals that keep this official away today, by one index each.

    `standing.is_barred` says the same of rows that were read.
    """
    found = [Q(user=officer.user)]
    if officer.person is not None:
        found.append(Q(person=officer.person))
    posts, bodies = posts_read_by(officer), bodies_of(officer)
    if posts:
        found.append(Q(post__in=posts))
    if bodies:
        clerks = Q(is_of_clerks=True, body__in=officer.bodies_as("clerk"))
        found.append(Q(body__in=bodies) & (Q(is_of_clerks=False) | clerks))
    return found
