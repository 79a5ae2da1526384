"""Supervision 督办: letters that need somebody to press, each list under its tab."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mingbai.letters.supervision import Concern, how_many, watched
from mingbai.ui.parts import Tally
from mingbai.web.desk.pages import DeskRequest, desk_page
from mingbai.web.desk.queue import pager_of, ref_in, rows_of

WORDS: Final = {
    Concern.LATE: _("Overdue"),
    Concern.TOMORROW: _("Due tomorrow"),
    Concern.RETURNED: _("Returned"),
    Concern.EXTENDED: _("Extended in 30 days"),
    Concern.UNSATISFIED: _("Rated dissatisfied in 30 days"),
}


@desk_page
def supervision(request: DeskRequest) -> HttpResponse:
    """What is late, unless another concern is asked for; the most pressing first."""
    chosen = _chosen(request)
    found = watched(
        chosen,
        officer=request.officer,
        today=request.today,
        after=ref_in(request, "after"),
        before=ref_in(request, "before"),
    )
    context = {
        "label": WORDS[chosen],
        "tallies": _tallies(request, chosen),
        "rows": rows_of(found, request.today),
        **pager_of(found, _address(chosen)),
    }
    return render(request, "desk/supervision.html", context)


def _chosen(request: HttpRequest) -> Concern:
    try:
        return Concern(request.GET.get("concern", Concern.LATE))
    except ValueError:
        raise Http404 from None


def _tallies(request: DeskRequest, chosen: Concern) -> list[Tally]:
    counts = how_many(officer=request.officer, today=request.today)
    return [
        Tally(
            label=str(WORDS[one]),
            count=counts[one],
            href=_address(one),
            is_current=one is chosen,
            is_alarm=one is Concern.LATE,
        )
        for one in Concern
    ]


def _address(one: Concern) -> str:
    return f"{reverse('desk:supervision')}?concern={one.value}"
