"""Officials with exactly the duties a test is about."""

from uuid import UUID

from mingbai.places.actors import DutyHeld, Officer
from tests import cast


def holding(
    kind: str, *, body: UUID | None = None, login: str = "wutongzhi"
) -> Officer:
    """An account of the cast that holds this duty today and no other."""
    user = cast.user(login)
    return Officer(
        user=user.pk, name=user.name, duties=frozenset({DutyHeld(kind, body)})
    )
