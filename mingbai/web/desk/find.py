"""Finding a letter by its number, however it is typed."""

from http import HTTPStatus

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from mingbai.letters.find import by_ref
from mingbai.lib.numbering import NotANumber, Ref, parse_ref
from mingbai.web.desk.pages import DeskRequest, desk_page

# No number is longer, with all the blanks and wide signs people type.
LONGEST_SHOWN = 40


@desk_page
def find(request: DeskRequest) -> HttpResponse:
    """To the letter; or one and the same sentence, whether there is none or one may
    not see it."""
    typed = request.GET.get("number", "")
    ref = _ref(typed)
    if ref is not None and by_ref(ref, by=request.officer):
        return HttpResponseRedirect(reverse("desk:letter", args=[str(ref)]))
    status = HTTPStatus.NOT_FOUND if typed else HTTPStatus.OK
    context = {"typed": typed[:LONGEST_SHOWN], "is_number": ref is not None}
    return render(request, "desk/find.html", context, status=status)


def _ref(typed: str) -> Ref | None:
    try:
        return parse_ref(typed)
    except NotANumber:
        return None
