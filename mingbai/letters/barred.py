"""`not_barred`: by which lists leave out what an official must not see.

`barred_letters` is what their counts take away.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from mingbai.letters.models import Recusal
from mingbai.letters.standing import bodies_of
from mingbai.places.actors import Officer


def not_barred(officer: Officer, letter: str = "letter_id") -> list[Combinable]:
    """Conditions for `filter(*…)`: rows whose letter this official may be told of.

    `letter` names the column of the letter's id. Two conditions, since each has an
    index of its own: a recusal names an official or a body.
    """
    of_letter = Recusal.objects.filter(letter=OuterRef(letter))
    conditions: list[Combinable] = [~Exists(of_letter.filter(user=officer.user))]
    bodies = bodies_of(officer)
    if bodies:
        conditions.append(~Exists(of_letter.filter(body__in=bodies)))
    return conditions


def barred_letters(officer: Officer) -> QuerySet[Any, Any]:
    """The ids of the letters from which this official must stay away: few."""
    names = Q(user=officer.user) | Q(body__in=bodies_of(officer))
    return Recusal.objects.filter(names).values("letter_id")
