"""Which powers and drafts an official sees on the desk, and what they may write."""

from typing import Final

from django.db.models import Q

from mingbai.accounts.models import DutyKind
from mingbai.places.actors import Officer
from mingbai.places.models import Body, Post
from mingbai.places.policy import Act, Facts, may
from mingbai.powers.draft import body_of
from mingbai.powers.models import Draft

# Editors keep the whole list; administrators may stand in as the second person.
SEE_ALL: Final = (DutyKind.EDITOR, DutyKind.ADMINISTRATOR)


def held_in_reach(officer: Officer) -> Q:
    """Versions or drafts of the bodies the official answers for, or all of them."""
    if officer.has(*SEE_ALL):
        return Q()
    bodies = officer.bodies
    return Q(holder_body__in=bodies) | Q(holder_post__body__in=bodies)


def drafts_in_reach(officer: Officer) -> Q:
    """The same for drafts, and what the official wrote."""
    reach = held_in_reach(officer)
    return reach | Q(written_by=officer.user) if reach else reach


def may_write(officer: Officer, holder: Post | Body) -> bool:
    """Whether the official may draft what this post or body holds."""
    return may(officer, Act.POWER_DRAFT, Facts(body=body_of(holder)))


def may_rewrite(officer: Officer, draft: Draft) -> bool:
    """Whether the draft may be changed, and by this official."""
    return (
        draft.kind == Draft.Kind.CHANGE
        and draft.state in {Draft.State.WRITTEN, Draft.State.SENT_BACK}
        and may_write(officer, draft.holder)
    )
