"""The notices to one official: what waits, by number and link."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from mingbai.letters.models import Notice
from mingbai.letters.notices import mark_seen
from mingbai.letters.notices_of import notices_of
from mingbai.web.desk.pages import DeskRequest, desk_page


@desk_page
def notices(request: DeskRequest) -> HttpResponse:
    """The official's own notices, the newest first."""
    found = notices_of(request.officer, after=_id(request.GET.get("after", "")))
    context = {
        "rows": [(notice, _digest(notice)) for notice in found.rows],
        "has_unseen": any(notice.seen_at is None for notice in found.rows),
        "older": f"{reverse('desk:notices')}?after={found.older}"
        if found.older
        else "",
    }
    return render(request, "desk/notices.html", context)


@desk_page
def notices_seen(request: DeskRequest) -> HttpResponse:
    """All of them are seen."""
    mark_seen(user=request.user, at=request.at)
    return HttpResponseRedirect(reverse("desk:notices"))


def _digest(notice: Notice) -> str:
    """The counts of a morning, as a sentence; empty for any other notice."""
    counts = notice.counts
    if not counts:
        return ""
    return gettext("%(open)s open, %(due_today)s due today, %(overdue)s overdue") % {
        "open": counts.get("open", 0),
        "due_today": counts.get("due_today", 0),
        "overdue": counts.get("overdue", 0),
    }


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
