"""Who holds a post on a day, in words: several pages say it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from mingbai.places.models import Post, Tenure
from mingbai.ui.words import zh_date
from mingbai.web.asked_day import AskedDay


@dataclass(frozen=True)
class Holding:
    """A post's holder of the day; without one, `name` says so."""

    name: str
    since: str = ""


def holdings_of(posts: Iterable[Post], asked: AskedDay) -> dict[UUID, Holding]:
    """The holder of each post on that day; one query, also for many posts."""
    found: dict[UUID, list[Tenure]] = defaultdict(list)
    wanted = {post.pk: post for post in posts}
    tenures = (
        Tenure.objects.on(asked.day).filter(post__in=wanted).select_related("person")
    )
    for tenure in tenures:
        found[tenure.post_id].append(tenure)
    nobody = Holding(nobody_words(asked))
    return {pk: _holding(found[pk]) if pk in found else nobody for pk in wanted}


def holder_word(asked: AskedDay) -> str:
    """What stands before the name."""
    if asked.is_today:
        return gettext("Holding the post")
    return gettext("Holding the post on that day")


def nobody_words(asked: AskedDay) -> str:
    """Nobody: vacant today; of another day we know no more than was entered."""
    if asked.is_today:
        return gettext("Vacant at present")
    return gettext("Nobody is entered for that day")


def _holding(tenures: list[Tenure]) -> Holding:
    ordered = sorted(tenures, key=lambda one: one.since)
    since = gettext("since %(day)s") % {"day": zh_date(ordered[0].since)}
    return Holding("、".join(str(one.person) for one in ordered), since)
