"""Who is told of many letters at once: read the duties of a day one time, not for each.

The answer is that of `who_has.who_answers`.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from functools import cached_property
from uuid import UUID

from mingbai.accounts.models import Duty, DutyKind, User
from mingbai.accounts.officer import all_with, held_on
from mingbai.letters.models import Handling, Letter, Recusal
from mingbai.letters.who_has import TAKING, not_barred, who_answers
from mingbai.places.models import Body


class Recipients:
    """Who answers for letters on one day; rare cases are looked up one by one."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._has_recusals: set[UUID] = set()

    def read_recusals(self, letters: Collection[UUID]) -> None:
        """Learn which of these letters somebody must stay away from; one query."""
        found = Recusal.objects.filter(letter__in=letters)
        self._has_recusals = set(found.values_list("letter_id", flat=True))

    def of(self, letter: Letter, body: Body | None, officer: User | None) -> list[User]:
        """Who is told of a letter whose recusals were read; empty: nobody can be."""
        if letter.pk in self._has_recusals:
            return who_answers(letter, body, officer, on=self.today)
        key = body.pk if body else None
        if officer and officer.is_active and officer.pk in self._serving[key]:
            return [officer]
        if body is None:
            return self.registrars
        return who_answers(letter, body, officer, on=self.today)

    def who_works_on(self, handling: Handling) -> list[User]:
        """The clerk it was handed to; the officer once the clerk may not have it.

        Of a letter whose recusals were read; empty: nobody can be told.
        """
        clerk = handling.clerk
        if clerk and clerk.is_active and clerk.pk in self._clerks[handling.body_id]:
            if handling.letter_id not in self._has_recusals:
                return [clerk]
            told = not_barred([clerk], handling.letter, on=self.today)
            if told:
                return told
        return self.of(handling.letter, handling.body, handling.officer)

    @cached_property
    def registrars(self) -> list[User]:
        """Everybody at the registrar's office."""
        return all_with(DutyKind.REGISTRAR, on=self.today)

    @cached_property
    def administrators(self) -> list[User]:
        """Who sees to it that somebody answers for a body."""
        return all_with(DutyKind.ADMINISTRATOR, on=self.today)

    @cached_property
    def _serving(self) -> dict[UUID | None, set[UUID]]:
        """The users who may have letters of a body in hand; None: at the office."""
        return self._with(*TAKING, DutyKind.REGISTRAR)

    @cached_property
    def _clerks(self) -> dict[UUID | None, set[UUID]]:
        """The users to whom letters of a body may be handed."""
        return self._with(DutyKind.CLERK)

    def _with(self, *kinds: DutyKind) -> dict[UUID | None, set[UUID]]:
        held = Duty.objects.filter(held_on(self.today), kind__in=kinds)
        found: dict[UUID | None, set[UUID]] = defaultdict(set)
        for body, user in held.values_list("body_id", "user_id"):
            found[body].add(user)
        return found
