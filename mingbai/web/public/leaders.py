"""The page of a post: who holds and held it, what it leads, what it may do."""

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mingbai.places.models import Body, Portfolio, Post, Tenure
from mingbai.powers.counts import PowerCount, count_by
from mingbai.powers.models import PowerVersion
from mingbai.ui.page import MenuItem
from mingbai.ui.parts import Fact
from mingbai.ui.words import thousands, zh_date
from mingbai.web.asked_day import AskedDay, asked_day
from mingbai.web.public.people import holder_word, nobody_words
from mingbai.web.public.power_pages import UNDER, PowerPage, page_by_matter
from mingbai.web.public.power_words import holder_href, power_fact, powers_crumb


@dataclass(frozen=True)
class MatterGroup:
    """The powers of a page that are about one matter."""

    anchor: str
    title: str
    versions: list[PowerVersion]


@require_safe
def leader(request: HttpRequest, slug: str) -> HttpResponse:
    """Holder, duty, bodies led, powers held; any post of the place has this page."""
    post = get_object_or_404(Post.objects.select_related("body"), slug=slug)
    asked = asked_day(request)
    held = PowerVersion.objects.in_force(asked.day).filter(holder_post=post)
    counts = count_by("matter", held)
    count = sum(counts.values(), PowerCount())
    page = page_by_matter(held, request)
    groups = _groups(page)
    tenures = list(
        Tenure.objects.filter(post=post, since__lte=asked.today).select_related(
            "person"
        )
    )
    led = (
        Portfolio.objects.on(asked.day)
        .filter(post=post)
        .select_related("body")
        .order_by("body__precedence")
    )
    bodies = [portfolio.body for portfolio in led]
    context = {
        "above": [powers_crumb(asked)],
        "asked": asked,
        "post": post,
        "count": count,
        "page": page,
        "groups": groups,
        "matters": _matters(counts, groups, page, asked.kept),
        "led": bodies,
        "tenures": tenures,
        # Only leaders have a mailbox of their own; others are reached by their body.
        "is_leader": Post.objects.leaders(on=asked.today).filter(pk=post.pk).exists(),
        "summary": [
            _holder_fact(tenures, asked),
            Fact(
                gettext("Belongs to"),
                str(post.body),
                href=holder_href(post.body) + asked.query,
            ),
            power_fact(count),
            _led_fact(bodies),
        ],
    }
    return render(request, "public/leader.html", context)


def _groups(page: PowerPage) -> list[MatterGroup]:
    return [
        MatterGroup(f"matter-{number}", _title(matter), list(versions))
        for number, (matter, versions) in enumerate(
            groupby(page.versions, key=lambda one: one.matter), start=1
        )
    ]


def _matters(
    counts: dict[str, PowerCount],
    groups: list[MatterGroup],
    page: PowerPage,
    kept: list[tuple[str, str]],
) -> list[MenuItem]:
    """The matters with their powers counted; each leads to where they begin."""
    here = {group.title: f"#{group.anchor}" for group in groups}
    return [
        MenuItem(
            gettext("%(word)s (%(number)s)")
            % {"word": _title(matter), "number": thousands(counts[matter].total)},
            here[_title(matter)] if page.is_whole else _page_of_matter(matter, kept),
        )
        for matter in sorted(counts, key=lambda one: (not one, one))
        if matter or page.is_whole
    ]


def _page_of_matter(matter: str, kept: list[tuple[str, str]]) -> str:
    return f"?{urlencode([(UNDER, matter), *kept])}#powers"


def _title(matter: str) -> str:
    return matter or gettext("Other matters")


def _led_fact(bodies: list[Body]) -> Fact:
    number = gettext("%(number)s bodies") % {"number": len(bodies)}
    return Fact(gettext("Leads"), number if bodies else gettext("None besides it"))


def _holder_fact(tenures: list[Tenure], asked: AskedDay) -> Fact:
    now = [
        one
        for one in reversed(tenures)
        if one.since <= asked.day and (one.until is None or one.until >= asked.day)
    ]
    if not now:
        return Fact(holder_word(asked), nobody_words(asked))
    return Fact(
        holder_word(asked),
        "、".join(str(one.person) for one in now),
        note=gettext("since %(day)s") % {"day": zh_date(now[0].since)},
    )
