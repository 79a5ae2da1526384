"""The home page: what is promised, what can be done here, how it has gone lately."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mingbai.ledger.models import Checkpoint
from mingbai.letters.tally import figures
from mingbai.places.days import local_day
from mingbai.places.scoping import current_place_id
from mingbai.powers.counts import PowerCount, count_powers
from mingbai.ui.parts import Fact
from mingbai.ui.words import thousands
from mingbai.web.letter_words import figure_facts, share_facts


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Only what works: doors, figures, promises, a telephone."""
    today = local_day(timezone.now())
    count, found = count_powers(on=today).whole, figures(today=today)
    context = {
        "figures": figure_facts(found, late_href=reverse("public:letter-late")),
        "shares": share_facts(found),
        "count": count,
        "power_facts": _power_facts(count),
        "checkpoint": newest_checkpoint(),
    }
    return render(request, "public/home.html", context)


def _power_facts(count: PowerCount) -> list[Fact]:
    """How many of the powers say what they are, and who is asked about the others."""
    unexplained = f"{reverse('public:power-search')}?unexplained=1"
    return [
        Fact(
            gettext("Powers explained"),
            _powers(f"{thousands(count.explained)} / {thousands(count.total)}"),
            note=gettext("in force today"),
        ),
        Fact(
            gettext("Not yet explained"),
            _powers(thousands(count.unexplained)),
            note=gettext("counted until they are"),
            href=unexplained if count.unexplained else "",
        ),
    ]


def _powers(number: str) -> str:
    return gettext("%(number)s powers") % {"number": number}


def newest_checkpoint() -> Checkpoint | None:
    """The last signed head of this place's ledger; None before the first."""
    return Checkpoint.objects.filter(log=current_place_id()).order_by("-size").first()
