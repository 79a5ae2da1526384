"""The list of powers in four orders: by leader, by body, by category, by matter."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mingbai.places.models import Body, FormerName, Post
from mingbai.powers.counts import PowerCount, count_by, count_powers
from mingbai.powers.models import PowerVersion
from mingbai.powers.said import CATEGORIES
from mingbai.web.asked_day import ON, AskedDay, asked_day
from mingbai.web.public.people import Holding, holder_word, holdings_of
from mingbai.web.public.power_words import list_tabs
from mingbai.web.public.two_days_form import TwoDaysForm, offered, year_before

# The order in which a place names its bodies.
KINDS: Final = (
    Body.Kind.COMMITTEE,
    Body.Kind.COMMISSION,
    Body.Kind.DEPARTMENT,
    Body.Kind.UNIT,
)
NONE_HELD: Final = PowerCount()
# In an address: powers whose list says nothing of it.
NOT_STATED: Final = "-"


@dataclass(frozen=True)
class PostLine:
    """A post in the list by leader."""

    post: Post
    holding: Holding
    count: PowerCount


@dataclass(frozen=True)
class BodyLine:
    """A body in the list by body, under the name it bore on that day."""

    body: Body
    name: str
    count: PowerCount


@dataclass(frozen=True)
class WordLine:
    """A category or matter, its powers counted, and where they stand."""

    word: str
    href: str
    count: PowerCount


@require_safe
def powers_by_leader(request: HttpRequest) -> HttpResponse:
    """The leaders in their official order, then other posts that hold powers."""
    asked = asked_day(request)
    counts = count_powers(on=asked.day)
    leaders = list(Post.objects.leaders(on=asked.day))
    others = list(
        Post.objects.filter(pk__in=counts.posts)
        .exclude(pk__in=[post.pk for post in leaders])
        .select_related("body")
    )
    holdings = holdings_of(leaders + others, asked)

    def lines(posts: list[Post]) -> list[PostLine]:
        return [
            PostLine(post, holdings[post.pk], counts.posts.get(post.pk, NONE_HELD))
            for post in posts
        ]

    context = {
        **_frame(asked, counts.whole, "power-list"),
        "leaders": lines(leaders),
        "others": lines(others),
    }
    return render(request, "public/power_list.html", context)


@require_safe
def powers_by_body(request: HttpRequest) -> HttpResponse:
    """All bodies of that day in their official order, kind by kind."""
    asked = asked_day(request)
    counts = count_powers(on=asked.day)
    names = former_names(asked.day)
    lines = [
        BodyLine(
            body,
            names.get(body.pk, body.name),
            counts.bodies.get(body.pk, NONE_HELD),
        )
        for body in Body.objects.all()
        if body.pk in counts.bodies or not is_gone(body, asked.day)
    ]
    groups = [
        (kind.label, [line for line in lines if line.body.kind == kind])
        for kind in KINDS
    ]
    context = {
        **_frame(asked, counts.whole, "power-list-bodies"),
        "groups": [(label, found) for label, found in groups if found],
    }
    return render(request, "public/power_list_bodies.html", context)


@require_safe
def powers_by_category(request: HttpRequest) -> HttpResponse:
    """The categories with their counts, in the order of the law."""
    return _by_word(request, "category", _in_order_of_law)


@require_safe
def powers_by_matter(request: HttpRequest) -> HttpResponse:
    """What the powers are about, the matter with most of them first."""
    return _by_word(request, "matter", _most_first)


def former_names(day: date) -> dict[UUID, str]:
    """The names of that day of bodies that are called otherwise now; one query."""
    rows = FormerName.objects.filter(until__gte=day).order_by("-until")
    # The earliest that ends after the day comes last, and stays.
    return {row.body_id: row.name for row in rows}


def is_gone(body: Body, day: date) -> bool:
    """Whether it had become part of another body by that day."""
    return body.merged_on is not None and body.merged_on <= day


Counted = dict[str, PowerCount]


def _by_word(
    request: HttpRequest, field: str, order: Callable[[Counted], Iterable[str]]
) -> HttpResponse:
    asked = asked_day(request)
    counts = count_by(field, PowerVersion.objects.in_force(asked.day))
    page = {"category": "power-list-categories", "matter": "power-list-matters"}[field]
    context = {
        **_frame(asked, sum(counts.values(), PowerCount()), page),
        "lines": [
            WordLine(
                word or gettext("Not stated"),
                _search_href(asked, field, word or NOT_STATED),
                counts[word],
            )
            for word in order(counts)
        ],
        "is_by_matter": field == "matter",
    }
    return render(request, "public/power_list_words.html", context)


def _in_order_of_law(counts: Counted) -> Iterable[str]:
    """The known ones as they are always named, others by their words."""
    known = [one for one in CATEGORIES if one in counts]
    return [*known, *sorted(counts.keys() - {*known, ""}), *({""} & counts.keys())]


def _most_first(counts: Counted) -> Iterable[str]:
    return sorted(counts, key=lambda word: (not word, -counts[word].total, word))


def _search_href(asked: AskedDay, field: str, value: str) -> str:
    kept = {field: value, **dict(asked.kept)}
    return f"{reverse('public:power-search')}?{urlencode(kept)}"


def _frame(asked: AskedDay, whole: PowerCount, current: str) -> dict[str, Any]:
    return {
        "asked": asked,
        "whole": whole,
        "tabs": list_tabs(asked, current),
        "holder_word": holder_word(asked),
        "day_name": ON,
        "between": _offered(asked),
    }


def _offered(asked: AskedDay) -> TwoDaysForm:
    """The list of that day beside today's; today's beside that of a year ago."""
    day = year_before(asked.today) if asked.is_today else asked.day
    return offered(*sorted((day, asked.today)))
