"""Who acts: an officer, a citizen, or the system itself.

An actor says only what was proved in this request, never more.
"""

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class DutyHeld:
    """A duty held on the day of the act; the body or post it is for, if any."""

    kind: str
    body: UUID | None = None
    post: UUID | None = None


@dataclass(frozen=True)
class Officer:
    """A signed-in official with the duties of the day."""

    user: UUID
    name: str
    duties: frozenset[DutyHeld] = frozenset()
    # The office-holder the account speaks for; None for one that speaks for nobody.
    person: UUID | None = None

    def has(self, *kinds: str) -> bool:
        """Whether any of these duties is held, whatever it is for."""
        return any(duty.kind in kinds for duty in self.duties)

    def answers_for(self, body: UUID | None) -> bool:
        """Whether the official is the responsible officer of that body today."""
        return body is not None and any(
            duty.kind == "officer" and duty.body == body for duty in self.duties
        )

    def works_for(self, body: UUID | None, *kinds: str) -> bool:
        """Whether one of these duties is held for that body today."""
        return body is not None and any(
            duty.kind in kinds and duty.body == body for duty in self.duties
        )

    def reads_for(self, post: UUID | None) -> bool:
        """Whether the official is the leader whose letters are those of that post."""
        return post is not None and post in self.posts

    @property
    def posts(self) -> frozenset[UUID]:
        """The posts whose letters the official reads as a leader today."""
        return frozenset(
            duty.post
            for duty in self.duties
            if duty.kind == "leader" and duty.post is not None
        )

    def bodies_as(self, *kinds: str) -> frozenset[UUID]:
        """The bodies for which one of these duties is held today."""
        return frozenset(
            duty.body
            for duty in self.duties
            if duty.kind in kinds and duty.body is not None
        )

    @property
    def bodies(self) -> frozenset[UUID]:
        """The bodies the official answers for today."""
        return frozenset(
            duty.body
            for duty in self.duties
            if duty.kind == "officer" and duty.body is not None
        )


@dataclass(frozen=True)
class Citizen:
    """Somebody from outside: what was proved here, never who it is.

    `letters` were opened by their receipts; `phone_hmac` is of a telephone
    confirmed by a code. Both may be empty.
    """

    channel: str
    letters: frozenset[UUID] = field(default_factory=frozenset)
    phone_hmac: bytes | None = None


@dataclass(frozen=True)
class System:
    """The platform itself: a task of the worker or a command on the server.

    `officer` is whoever the command named as answering for it.
    """

    task: str
    officer: Officer | None = None


Actor = Officer | Citizen | System
