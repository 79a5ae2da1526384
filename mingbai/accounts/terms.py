"""What exactly is granted: the kind of duty, what it is for, and its days."""

from dataclasses import dataclass
from datetime import date

from mingbai.accounts.models import INSIDE_A_BODY, Duty, DutyKind, User
from mingbai.places.models import Body, Post


class TermsRefused(Exception):
    """These terms describe no duty that anybody could hold."""


class BodyMismatch(TermsRefused):
    """An officer answers for a body; nobody else names one."""


class PostMismatch(TermsRefused):
    """A leader's duty is for a post; nobody else names one."""


class DeputyNeedsEnd(TermsRefused):
    """Only an officer has a deputy, and a deputy's last day is known."""


class EndsBeforeItBegins(TermsRefused):
    """The last day lies before the first."""


class HeldAlready(Exception):
    """The same official holds the same duty on some of these days."""


@dataclass(frozen=True)
class Terms:
    """A duty before it is granted; `until` is the last day, None: further notice.

    Refuses with a TermsRefused what the constraints of `Duty` would refuse.
    """

    kind: DutyKind
    since: date
    until: date | None = None
    body: Body | None = None
    post: Post | None = None
    is_deputy: bool = False

    def __post_init__(self) -> None:
        if (self.kind in INSIDE_A_BODY) != (self.body is not None):
            raise BodyMismatch
        if (self.kind == DutyKind.LEADER) != (self.post is not None):
            raise PostMismatch
        if self.is_deputy and (self.kind != DutyKind.OFFICER or self.until is None):
            raise DeputyNeedsEnd
        if self.until is not None and self.until < self.since:
            raise EndsBeforeItBegins

    def refuse_if_held(self, user: User) -> None:
        """Raise HeldAlready if the user holds just this on one of the days."""
        same = Duty.objects.filter(
            user=user,
            kind=self.kind,
            body=self.body,
            post=self.post,
            is_deputy=self.is_deputy,
        )
        if self.until is not None:
            same = same.filter(since__lte=self.until)
        if same.exclude(until__lt=self.since).exists():
            raise HeldAlready
