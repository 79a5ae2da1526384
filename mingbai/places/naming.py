"""How an event of the ledger names who acted: by ids, never by a person's name."""

from mingbai.places.actors import Actor, Citizen, Officer


def acting(by: Actor) -> dict[str, str | None]:
    """The actor as facts of an event; a citizen is "writer" and a channel."""
    if isinstance(by, Officer):
        return {"officer": str(by.user)}
    if isinstance(by, Citizen):
        return {"writer": by.channel}
    return {"system": by.task, "officer": str(by.officer.user) if by.officer else None}
