"""The public list 答应了还没办: what bodies promised by a day and have not done."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from mingbai.letters.models import Promise
from mingbai.letters.unkept import Mark, unkept_promises
from mingbai.places.days import local_day
from mingbai.places.scoping import current_place
from mingbai.web.public.letters import letters_crumb


@dataclass(frozen=True)
class PromiseLine:
    """One promise as the public sees it: neither letter nor writer."""

    name: str
    href: str
    what: str
    due_on: date
    days: int
    is_reported: bool


@require_safe
def letter_promises(request: HttpRequest) -> HttpResponse:
    """Those that writers call not done, the longest due first, page by page."""
    today = local_day(timezone.now())
    after = _mark(request.GET.get("after", ""))
    page = unkept_promises(after=after)
    context = {
        "above": [letters_crumb()],
        "lines": [_line(one, today) for one in page.rows],
        "is_first": after is None,
        "next_href": _href(page.next) if page.next else "",
    }
    return render(request, "public/letter_promises.html", context)


def _line(promise: Promise, today: date) -> PromiseLine:
    body = promise.body
    return PromiseLine(
        name=str(body) if body else current_place().office,
        href=reverse("public:body", args=[body.slug]) if body else "",
        what=promise.what,
        due_on=promise.due_on,
        days=(today - promise.due_on).days,
        is_reported=promise.state == Promise.State.REPORTED,
    )


def _mark(written: str) -> Mark | None:
    """Where the page before ended; None, the first page, for what is no mark."""
    state, _, day = written.partition(".")
    try:
        return Mark(Promise.State(state), date.fromisoformat(day))
    except ValueError:
        return None


def _href(mark: Mark) -> str:
    return "?" + urlencode({"after": f"{mark.state.value}.{mark.due_on.isoformat()}"})
