"""Choosing a post or a body in a form: one list of both, by name."""

from typing import Any, Final

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.accounts.models import DutyKind
from mingbai.places.actors import Officer
from mingbai.places.models import Body, Post
from mingbai.powers.models import PowerVersion
from mingbai.web.desk.power_scope import SEE_ALL

BODY: Final = "body:"
POST: Final = "post:"


def holder_key(holder: Post | Body) -> str:
    """The value of a holder in the list: `body:jiaoyuju`, `post:shuji`."""
    return f"{POST if isinstance(holder, Post) else BODY}{holder.slug}"


def holders_to_write(officer: Officer) -> list[Body | Post]:
    """Whom the official may write for; what was merged takes no new powers."""
    bodies, posts = Body.objects.filter(merged_into__isnull=True), Post.objects.all()
    if not officer.has(DutyKind.EDITOR):
        bodies = bodies.filter(pk__in=officer.bodies)
        posts = posts.filter(body__in=officer.bodies)
    return [*bodies, *posts]


def holders_to_read(officer: Officer) -> list[Body | Post]:
    """Whose powers the official may look through: bodies, and posts that hold any."""
    held = PowerVersion.objects.filter(holder_post=OuterRef("pk"))
    bodies, posts = Q(), Q(Exists(held))
    if not officer.has(*SEE_ALL):
        bodies, posts = Q(pk__in=officer.bodies), posts & Q(body__in=officer.bodies)
    return [*Body.objects.filter(bodies), *Post.objects.filter(posts)]


class HolderField(forms.ChoiceField):
    """A post or a body out of those offered; gives the row itself."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {
            "required": _("Please choose a body or a post."),
            "invalid_choice": _("Please choose a body or a post from the list."),
        }
        super().__init__(error_messages=messages, **kwargs)
        self._holders: dict[str, Body | Post] = {}

    def offer(self, holders: list[Body | Post], empty: str = "") -> None:
        """Let these be chosen, bodies and posts apart."""
        self._holders = {holder_key(one): one for one in holders}
        groups = [
            (gettext("Bodies"), self._named(BODY)),
            (gettext("Posts"), self._named(POST)),
        ]
        self.choices = [
            ("", empty or gettext("Not chosen")),
            *((label, choices) for label, choices in groups if choices),
        ]

    def clean(self, value: Any) -> Any:
        """The row of a valid choice; None where nothing had to be chosen."""
        return self._holders.get(super().clean(value))

    def _named(self, kind: str) -> list[tuple[str, str]]:
        return [
            (key, str(one))
            for key, one in self._holders.items()
            if key.startswith(kind)
        ]
