"""Who holds a post today, in words: several pages say it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext

from mingbai.places.models import Post, Tenure
from mingbai.ui.words import zh_date


@dataclass(frozen=True)
class Holding:
    """A post's holder of the day; without one, `name` says that it is vacant."""

    name: str
    since: str = ""


def holdings_of(posts: Iterable[Post], *, on: date) -> dict[UUID, Holding]:
    """The holder of each post on that day; one query, also for many posts."""
    found: dict[UUID, list[Tenure]] = defaultdict(list)
    wanted = {post.pk: post for post in posts}
    tenures = Tenure.objects.on(on).filter(post__in=wanted).select_related("person")
    for tenure in tenures:
        found[tenure.post_id].append(tenure)
    return {pk: _holding(found.get(pk, [])) for pk in wanted}


def _holding(tenures: list[Tenure]) -> Holding:
    if not tenures:
        return Holding(gettext("Vacant at present"))
    ordered = sorted(tenures, key=lambda one: one.since)
    since = gettext("since %(day)s") % {"day": zh_date(ordered[0].since)}
    return Holding("、".join(str(one.person) for one in ordered), since)
