"""Drafts in tests, written and decided by the verbs."""

from datetime import UTC, date, datetime
from typing import Any

from mingbai.places.actors import Actor
from mingbai.powers.decide_draft import approve, review
from mingbai.powers.draft import Wish, draft, propose_repeal
from mingbai.powers.models import Draft, Power, PowerVersion
from tests import cast
from tests.powers.publishing import statement


def wish(code: str = "SD-001", since: date | None = None, **said: Any) -> Wish:
    """A wish that the education bureau's power says something else."""
    return Wish(code, statement(**{"name": "学区划定和调整", **said}), since)


def drafted(wished: Wish | None = None, by: Actor | None = None) -> Draft:
    """A draft by the first editor, unless somebody else is named."""
    writer = by or cast.editors()[0]
    return draft(by=writer, at=datetime.now(UTC), wish=wished or wish())


def repeal_of(code: str = "SD-001", since: date | None = None) -> Draft:
    """The first editor's proposal to repeal a power."""
    power = Power.objects.get(code=code)
    by = cast.editors()[0]
    return propose_repeal(by=by, at=datetime.now(UTC), power=power, since=since)


def reviewed(written: Draft) -> Draft:
    """The draft, once the second editor has looked for secrets."""
    review(by=cast.editors()[1], at=datetime.now(UTC), draft=written)
    return written


def approved(written: Draft) -> PowerVersion:
    """The version, once the second editor has reviewed and approved."""
    reviewed(written)
    return approve(by=cast.editors()[1], at=datetime.now(UTC), draft=written)
