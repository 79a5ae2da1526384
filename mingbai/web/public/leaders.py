"""The page of a post: who holds it, what it leads, what it may do."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mingbai.places.days import local_day
from mingbai.places.models import Body, Portfolio, Post, Tenure
from mingbai.powers.counts import PowerCount, count_of
from mingbai.powers.models import PowerVersion
from mingbai.ui.parts import Fact
from mingbai.ui.words import zh_date
from mingbai.web.public.power_pages import page_of, power_fact
from mingbai.web.public.powers import powers_crumb


@require_safe
def leader(request: HttpRequest, slug: str) -> HttpResponse:
    """Holder, duty, bodies led, powers held; any post of the place has this page."""
    post = get_object_or_404(Post.objects.select_related("body"), slug=slug)
    today = local_day(timezone.now())
    held = PowerVersion.objects.in_force(today).filter(holder_post=post)
    count = count_of(held)
    tenures = list(Tenure.objects.filter(post=post).select_related("person"))
    led = (
        Portfolio.objects.on(today)
        .filter(post=post)
        .select_related("body")
        .order_by("body__precedence")
    )
    bodies = [portfolio.body for portfolio in led]
    context = {
        "above": [powers_crumb()],
        "post": post,
        "count": count,
        "page": page_of(held, request),
        "led": bodies,
        "former": [one for one in tenures if one.until and one.until < today],
        # Only leaders have a mailbox of their own; others are reached by their body.
        "is_leader": Post.objects.leaders().filter(pk=post.pk).exists(),
        "summary": [
            _holder_fact(tenures, today),
            *_summary(post, count),
            _led_fact(bodies),
        ],
    }
    return render(request, "public/leader.html", context)


def _summary(post: Post, count: PowerCount) -> list[Fact]:
    return [
        Fact(gettext("Belongs to"), str(post.body), href=f"/bodies/{post.body.slug}/"),
        power_fact(count),
    ]


def _led_fact(bodies: list[Body]) -> Fact:
    number = gettext("%(number)s bodies") % {"number": len(bodies)}
    return Fact(gettext("Leads"), number if bodies else gettext("None besides it"))


def _holder_fact(tenures: list[Tenure], today: date) -> Fact:
    now = [
        one
        for one in reversed(tenures)
        if one.since <= today and (one.until is None or one.until >= today)
    ]
    if not now:
        return Fact(gettext("Holding the post"), gettext("Vacant at present"))
    return Fact(
        gettext("Holding the post"),
        "、".join(str(one.person) for one in now),
        note=gettext("since %(day)s") % {"day": zh_date(now[0].since)},
    )
