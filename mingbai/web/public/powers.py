"""The list of powers, by leader and by body, and the page of one power."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mingbai.accounts.officer import officer_in_charge
from mingbai.places.days import local_day
from mingbai.places.models import Body, Portfolio, Post
from mingbai.powers.counts import PowerCount, PowerCounts, count_powers
from mingbai.powers.models import PowerVersion
from mingbai.ui.page import MenuItem, Proof
from mingbai.ui.parts import Crumb, Fact
from mingbai.ui.words import thousands
from mingbai.web.public.people import Holding, holdings_of

# The order in which a place names its bodies.
KINDS: Final = (
    Body.Kind.COMMITTEE,
    Body.Kind.COMMISSION,
    Body.Kind.DEPARTMENT,
    Body.Kind.UNIT,
)
NONE_HELD: Final = PowerCount()


@dataclass(frozen=True)
class PostLine:
    """A post in the list by leader."""

    post: Post
    holding: Holding
    count: PowerCount


@dataclass(frozen=True)
class BodyLine:
    """A body in the list by body."""

    body: Body
    count: PowerCount


@require_safe
def powers_by_leader(request: HttpRequest) -> HttpResponse:
    """The leaders in their official order, then other posts that hold powers."""
    today = local_day(timezone.now())
    counts = count_powers(on=today)
    leaders = list(Post.objects.leaders())
    others = list(
        Post.objects.filter(pk__in=counts.posts)
        .exclude(pk__in=[post.pk for post in leaders])
        .select_related("body")
    )
    holdings = holdings_of(leaders + others, on=today)

    def lines(posts: list[Post]) -> list[PostLine]:
        return [
            PostLine(post, holdings[post.pk], counts.posts.get(post.pk, NONE_HELD))
            for post in posts
        ]

    context = {
        **_list_context(counts, is_by_leader=True),
        "leaders": lines(leaders),
        "others": lines(others),
    }
    return render(request, "public/power_list.html", context)


@require_safe
def powers_by_body(request: HttpRequest) -> HttpResponse:
    """All bodies in their official order, kind by kind."""
    counts = count_powers(on=local_day(timezone.now()))
    lines = [
        BodyLine(body, counts.bodies.get(body.pk, NONE_HELD))
        for body in Body.objects.all()
    ]
    groups = [
        (kind.label, [line for line in lines if line.body.kind == kind])
        for kind in KINDS
    ]
    context = {
        **_list_context(counts, is_by_leader=False),
        "groups": [(label, found) for label, found in groups if found],
    }
    return render(request, "public/power_list_bodies.html", context)


@require_safe
def power(request: HttpRequest, code: str) -> HttpResponse:
    """What the power says today, on what basis, and what it said before."""
    # PostgreSQL stores no null character, so no code has one.
    if "\0" in code:
        raise Http404
    versions = list(
        PowerVersion.objects.filter(power__code=code)
        .select_related(
            "power", "leaf__opening", "holder_post__body", "holder_body__parent"
        )
        .order_by("-number")
    )
    if not versions:
        raise Http404
    today = local_day(timezone.now())
    shown = _in_force(versions, today)
    context = {
        "above": [powers_crumb(), _holder_crumb(shown)],
        "version": shown,
        "holder": shown.holder,
        "holder_href": holder_href(shown.holder),
        "is_ahead": shown.since > today,
        "coming": next(
            (one for one in versions if one.since > today and one != shown), None
        ),
        "summary": _summary(shown, today),
        "versions": versions,
        "fingerprint": fingerprint(shown),
        **_opening(shown),
        "proof": _proof(shown),
    }
    return render(request, "public/power.html", context)


def powers_crumb() -> Crumb:
    """The page above everything about powers."""
    return Crumb(gettext("Powers"), "/powers/")


def holder_href(holder: Post | Body) -> str:
    """The page of a post or body."""
    where = "leaders" if isinstance(holder, Post) else "bodies"
    return f"/{where}/{holder.slug}/"


def fingerprint(version: PowerVersion) -> str:
    """What stands in the public ledger for the version, in groups of eight digits."""
    digits = bytes(version.leaf.commitment).hex()
    return " ".join(digits[start : start + 8] for start in range(0, len(digits), 8))


def _list_context(counts: PowerCounts, *, is_by_leader: bool) -> dict[str, Any]:
    by_leader = gettext("By leader (%(number)s)")
    by_body = gettext("By body (%(number)s)")
    of_posts = {"number": thousands(counts.of_posts.total)}
    of_bodies = {"number": thousands(counts.of_bodies.total)}
    return {
        "whole": counts.whole,
        "tabs": [
            MenuItem(by_leader % of_posts, "/powers/", is_by_leader),
            MenuItem(by_body % of_bodies, "/powers/bodies/", not is_by_leader),
        ],
    }


def _in_force(versions: list[PowerVersion], today: date) -> PowerVersion:
    """The version of today; before the first begins, that one."""
    begun = [one for one in versions if one.since <= today]
    return begun[0] if begun else versions[-1]


def _holder_crumb(version: PowerVersion) -> Crumb:
    return Crumb(str(version.holder), holder_href(version.holder))


def _summary(version: PowerVersion, today: date) -> list[Fact]:
    holder = version.holder
    category = Fact(gettext("Category"), version.category or gettext("Not stated"))
    held = Fact(gettext("Holder"), holder.name, href=holder_href(holder))
    if isinstance(holder, Post):
        return [held, *_of_post(holder, today), category]
    return [held, *_of_body(holder, today), category]


def _of_post(post: Post, today: date) -> list[Fact]:
    """Who holds the post and where it belongs; one query."""
    holding = holdings_of([post], on=today)[post.pk]
    return [
        Fact(gettext("Holding the post"), holding.name, note=holding.since),
        Fact(gettext("Belongs to"), str(post.body), href=holder_href(post.body)),
    ]


def _of_body(body: Body, today: date) -> list[Fact]:
    """Which post leads the body, and who answers its letters; two queries."""
    leading = (
        Portfolio.objects.on(today)
        .filter(body=body)
        .select_related("post")
        .order_by("post__precedence")
        .first()
    )
    officer = officer_in_charge(body, on=today)
    return [
        Fact(
            gettext("Led by"),
            str(leading.post) if leading else gettext("Not stated"),
            href=holder_href(leading.post) if leading else "",
        ),
        Fact(
            gettext("Responsible officer"),
            officer.name if officer else gettext("Nobody named yet"),
            note=body.telephone,
        ),
    ]


def _opening(version: PowerVersion) -> dict[str, str]:
    """What lets anybody compute the fingerprint; empty once erased."""
    opening = version.leaf.opening
    if opening.salt is None or opening.content is None:
        return {}
    return {
        "salt": bytes(opening.salt).hex(),
        "content": bytes(opening.content).decode(),
    }


def _proof(version: PowerVersion) -> Proof:
    said = {"number": version.number, "digits": fingerprint(version)[:17]}
    position = version.leaf.position
    if position is None:
        text = gettext(
            "Version %(number)s has the fingerprint %(digits)s… and enters the"
            " public ledger with its next signature."
        )
        return Proof(gettext("This page can be verified"), text % said)
    text = gettext(
        "Version %(number)s has the fingerprint %(digits)s… and is entry"
        " %(position)s of the public ledger."
    )
    said["position"] = thousands(position)
    return Proof(gettext("This page can be verified"), text % said)
