"""Standing pages: about, duties given out by the server, accessibility, reporting."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mingbai.accounts.grants import recent_grants
from mingbai.lib.danger import FEARED, HARMLESS, SUPPOSED
from mingbai.places.days import local_day
from mingbai.places.scoping import current_place
from mingbai.powers.models import PowerVersion
from mingbai.ui.parts import Crumb, Fact
from mingbai.web.public.danger import dangers
from mingbai.web.public.home import newest_checkpoint
from mingbai.web.public.power_words import power_href

GRANTS_SHOWN: Final = 100


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is, who runs it, what it promises, what it keeps."""
    context = {
        "checkpoint": newest_checkpoint(),
        "dangers": [
            Fact(one.name, one.words, note=_call(one.number)) for one in dangers()
        ],
        "harmless": "、".join([*HARMLESS, *FEARED, *SUPPOSED]),
    }
    return render(request, "public/about.html", context)


@require_safe
def grants(request: HttpRequest) -> HttpResponse:
    """Duties and resets that the server gave out without a second person."""
    found = list(recent_grants()[: GRANTS_SHOWN + 1])
    context = {
        "above": [about_crumb()],
        "grants": found[:GRANTS_SHOWN],
        "is_cut": len(found) > GRANTS_SHOWN,
        "shown": GRANTS_SHOWN,
    }
    return render(request, "public/grants.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What the site offers to those who see, hear or move otherwise, and its limits."""
    context = {"above": [about_crumb()]}
    return render(request, "public/accessibility.html", context)


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Where to report an abuse of power; there is no form, because none is sealed.

    `?power=CODE` names the power from whose page somebody comes; one query then.
    """
    place = current_place()
    power = _power_meant(request.GET.get("power", ""))
    commission = [
        Fact(gettext("Commission"), place.commission_name),
        Fact(gettext("Telephone"), place.commission_telephone),
        Fact(gettext("Address"), place.commission_address),
        Fact(gettext("Postcode"), place.commission_postcode),
        Fact(gettext("Hours"), place.commission_hours),
    ]
    context = {
        "commission": [fact for fact in commission if fact.value],
        "power": power,
        "power_href": power_href(power.power.code) if power else "",
    }
    return render(request, "public/report.html", context)


def _call(number: str) -> str:
    return gettext("Call %(number)s") % {"number": number}


def _power_meant(code: str) -> PowerVersion | None:
    """What the power says now, or said last; None if there is none, or it is ahead."""
    # PostgreSQL stores no null character, so no code has one.
    if not code or "\0" in code:
        return None
    begun = PowerVersion.objects.with_holder().filter(
        since__lte=local_day(timezone.now())
    )
    found: PowerVersion | None = begun.of_code(code).order_by("-number").first()
    return found


def about_crumb() -> Crumb:
    """The page above the standing pages."""
    return Crumb(gettext("About this site"), "/about/")
