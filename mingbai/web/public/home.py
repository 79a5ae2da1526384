"""The home page: what is promised, what can be done here, how it has gone lately."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from mingbai.ledger.models import Checkpoint
from mingbai.places.days import local_day
from mingbai.places.scoping import current_place_id
from mingbai.powers.counts import count_of
from mingbai.powers.models import PowerVersion
from mingbai.web.letter_words import figure_facts


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Only what works: doors, figures, promises, a telephone."""
    today = local_day(timezone.now())
    context = {
        "figures": figure_facts(today=today),
        "count": count_of(PowerVersion.objects.in_force(today)),
        "checkpoint": newest_checkpoint(),
    }
    return render(request, "public/home.html", context)


def newest_checkpoint() -> Checkpoint | None:
    """The last signed head of this place's ledger; None before the first."""
    return Checkpoint.objects.filter(log=current_place_id()).order_by("-size").first()
