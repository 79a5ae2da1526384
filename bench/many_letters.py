"""So many open letters that verbs would take a day: rows written at once, by SQL.

One letter comes by the verbs; all others are its rows again with ids, numbers, days
and holders of their own. Their leaves wait for a sequencer that never comes.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.db import connection, models
from django.utils import timezone

from bench.statements import accept
from mingbai.accounts.models import User
from mingbai.ledger.models import Leaf
from mingbai.letters.models import Handling, Letter, LetterEvent, LetterText, Tally
from mingbai.lib.uuid7 import uuid7
from mingbai.places.days import local_day
from mingbai.places.models import Body, Place
from mingbai.places.scoping import within

AT_ONCE: Final = 50_000
# Due days lie so many days before today and after it.
PAST, AHEAD = 30, 60
# Ids of the rows of one letter share their last digits, its number.
TABLES: Final[Mapping[type[models.Model], str]] = {
    Leaf: "a",
    Letter: "b",
    LetterText: "c",
    LetterEvent: "d",
    Handling: "e",
}


class ManyLetters:
    """Fills a place with open letters: a third at the office, the rest with bodies."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._ids = uuid7().hex[:19]
        accept(place)
        with within(place, read_only=True):
            letter = Letter.objects.get()
            self._template = {
                Leaf: letter.leaf_id,
                Letter: letter.pk,
                LetterText: letter.text.pk,
                LetterEvent: letter.events.get().pk,
                Handling: letter.handling.pk,
            }
            self._holders = [
                (Body.objects.get(slug=body).pk, User.objects.get(login=login).pk)
                for body, login in (
                    ("jiaoyuju", "lizhuren"),
                    ("zhujianju", "zhoukezhang"),
                )
            ]
            self.first_day = local_day(timezone.now()) - timedelta(days=PAST)
        self.count = 1

    def fill(self, count: int) -> None:
        """Have so many letters in all; the counts of the desk are right again."""
        for begin in range(self.count + 1, count + 1, AT_ONCE):
            with within(self.place, durable=True):
                for model in TABLES:
                    self._clone(model, begin, min(begin + AT_ONCE, count + 1))
        self.count = count
        with within(self.place, durable=True):
            self._count_anew()

    def _clone(self, model: type[models.Model], first: int, end: int) -> None:
        columns = {
            field.column: self._expression(model, field.name)
            or connection.ops.quote_name(field.column)
            for field in model._meta.concrete_fields
        }
        table = connection.ops.quote_name(model._meta.db_table)
        template = model._meta.get_field("id").get_db_prep_value(
            self._template[model], connection
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH RECURSIVE turn(n) AS (SELECT %s UNION ALL"
                " SELECT n + 1 FROM turn WHERE n + 1 < %s)"
                f" INSERT INTO {table} ({', '.join(columns)})"
                f" SELECT {', '.join(columns.values())}"
                f" FROM {table}, turn WHERE id = %s",
                [first, end, template],
            )

    def _expression(self, model: type[models.Model], name: str) -> str:
        """SQL of n for a column that differs from the template's; else empty."""
        own = {
            Letter: {
                "number": "n",
                "message": "NULL",
                "lookup_digest": "NULL",
                "leaf": self._id(Leaf),
                "due_on": self._due(),
            },
            Handling: {
                "due_on": self._due(),
                "state": "CASE WHEN n %% 3 = 0 THEN 'registered' ELSE 'routed' END",
                "body": self._holder(0),
                "officer": self._holder(1),
            },
            LetterEvent: {"leaf": "NULL"},
        }
        if name == "id":
            return self._id(model)
        if name == "letter":
            return self._id(Letter)
        return own.get(model, {}).get(name, "")

    def _id(self, model: type[models.Model]) -> str:
        begin = self._ids + TABLES[model]
        if connection.vendor == "postgresql":
            return f"('{begin}' || lpad(to_hex(n), 12, '0'))::uuid"
        return f"'{begin}' || printf('%%012x', n)"

    def _due(self) -> str:
        """Spread over the days by a multiplier without a common factor with them."""
        days = f"(n * 37) %% {PAST + AHEAD}"
        if connection.vendor == "postgresql":
            return f"DATE '{self.first_day}' + ({days})::int"
        return f"date('{self.first_day}', '+' || ({days}) || ' days')"

    def _holder(self, which: int) -> str:
        column = Handling._meta.get_field("body" if which == 0 else "officer")
        first, second = (
            column.target_field.get_db_prep_value(pair[which], connection)
            for pair in self._holders
        )
        as_id = "::uuid" if connection.vendor == "postgresql" else ""
        return (
            f"CASE n %% 3 WHEN 0 THEN NULL WHEN 1 THEN '{first}'{as_id}"
            f" ELSE '{second}'{as_id} END"
        )

    def _count_anew(self) -> None:
        Tally.objects.filter(count=Tally.Count.OPEN).delete()
        rows = Handling.objects.values_list(
            "body", "officer", "clerk", "state", "due_on"
        )
        counts = Counter(rows.iterator(chunk_size=10_000))
        Tally.objects.bulk_create(
            Tally(
                count=Tally.Count.OPEN,
                body_id=body,
                officer_id=officer,
                clerk_id=clerk,
                state=state,
                day=day,
                pieces=pieces,
            )
            for (body, officer, clerk, state, day), pieces in counts.items()
        )
