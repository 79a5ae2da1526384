"""The verb that gives waiting leaves their positions, in an order nobody can read."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import SystemRandom
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import PositiveBigIntegerField, UUIDField, Value

from mingbai.ledger.models import Counter, Leaf

# Two parameters a row; SQLite takes 32,766 in one statement.
ROWS_PER_STATEMENT: Final = 10_000


@dataclass(frozen=True)
class Ticked:
    """What one tick did.

    `given` leaves got positions; the log now has `size`. `highest` is the highest
    number of each year among exactly those leaves, or None if some still wait.
    """

    given: int
    size: int
    highest: dict[int, int] | None


def tick(*, log: UUID, limit: int) -> Ticked:
    """Gives up to `limit` waiting leaves, oldest first, the next positions, shuffled.

    Positions are dense and begin at 0. Of two ticks at once the database refuses one.
    """
    with transaction.atomic():
        waiting, highest = _waiting_and_highest(log, limit)
        start = Leaf.objects.size(log)
        # The order of arrival would tell which leaf is whose.
        SystemRandom().shuffle(waiting)
        chosen = waiting[:limit]
        for first in range(0, len(chosen), ROWS_PER_STATEMENT):
            some = chosen[first : first + ROWS_PER_STATEMENT]
            _place(some, start + first)
    has_all = len(waiting) <= limit
    return Ticked(len(chosen), start + len(chosen), highest if has_all else None)


def _waiting_and_highest(log: UUID, limit: int) -> tuple[list[UUID], dict[int, int]]:
    """The oldest waiting leaves, one more than the limit, and the counters.

    One statement, so that both are of one instant: the numbers given are those of the
    leaves seen, also while letters come in.
    """
    oldest = Leaf.objects.waiting(log).order_by("entered_at", "id")[: limit + 1]
    nothing = Value(0, output_field=PositiveBigIntegerField())
    # SQLite takes no LIMIT in a part of a UNION, but in a subquery of a part it does.
    leaves = Leaf.objects.filter(pk__in=oldest.values("id"))
    rows = leaves.values_list("id", nothing, nothing).union(
        Counter.objects.filter(log=log).values_list("id", "year", "highest"), all=True
    )
    waiting, highest = [], {}
    for key, year, number in rows:
        if year:
            highest[year] = number
        else:
            waiting.append(key)
    return waiting, highest


def _place(leaves: Sequence[UUID], start: int) -> None:
    """One statement for all rows: an UPDATE each would take minutes for a place."""
    table = connection.ops.quote_name(Leaf.objects.all().query.get_meta().db_table)
    parameters: list[str | int | UUID] = []
    for position, leaf in enumerate(leaves, start):
        parameters += [UUIDField().get_db_prep_value(leaf, connection), position]
    rows = ", ".join(["(%s, %s)"] * len(leaves))
    # Only a name of ours enters the text, and every value is a parameter.
    statement = (
        f"WITH given (leaf, place) AS (VALUES {rows})"  # noqa: S608 - see above
        f" UPDATE {table} SET position = given.place FROM given"
        f" WHERE {table}.id = given.leaf"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
