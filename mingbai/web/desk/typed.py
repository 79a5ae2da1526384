"""What was typed and could not be taken: shown to be copied, and sent on when wanted.

Whoever was away too long is no longer signed in, or has a page of an earlier sign-in.
Nothing of what comes then is done or kept here; it goes back to the browser it came
from, in a page that no cache keeps. Passwords and files are not given back.
"""

import re
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_SECRET: Final = re.compile("password", re.IGNORECASE)
# The form's token is of the page that was; a new one comes with the page shown.
_OF_THE_PAGE: Final = "csrfmiddlewaretoken"
# The version a page showed says nothing by itself.
_NOT_TYPED: Final = frozenset({_OF_THE_PAGE, "seen"})
# Ids, days and choices are sent on too, but nobody would write them out by hand.
_MACHINE: Final = re.compile(r"[\w-]*|\S{200,}", re.ASCII)


def is_typed(request: HttpRequest) -> bool:
    """Whether there is anything in the form that somebody filled in."""
    return any(name not in _NOT_TYPED for name, _ in _carried(request))


def typed_page(request: HttpRequest, *, way_in: str, who: str = "") -> HttpResponse:
    """The page with what was typed; `way_in` is empty once `who` is signed in.

    Its form posts the same to the same address, with a new token.
    """
    carried = _carried(request)
    context = {
        "carried": carried,
        "shown": [value for _, value in carried if not _MACHINE.fullmatch(value)],
        "had_files": bool(request.FILES),
        "address": request.get_full_path(),
        "way_in": way_in,
        "who": who,
    }
    return render(request, "desk/typed.html", context, status=403)


def _carried(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and values to be sent again, in the order in which they came."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != _OF_THE_PAGE and not _SECRET.search(name)
        for value in values
        if isinstance(value, str)
    ]
