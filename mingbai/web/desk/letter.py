"""One letter on the desk: the whole of it on one page, and whatever is done to it."""

from typing import Final

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from mingbai.letters.change import ChangedMeanwhile, NotNow
from mingbai.letters.in_charge import NobodyInCharge
from mingbai.letters.tell_nobody import tell_nobody
from mingbai.letters.templates import fill, templates_for
from mingbai.web.desk.letter_act import LetterAct
from mingbai.web.desk.letter_acts import ACTS
from mingbai.web.desk.letter_forms import LetterForm
from mingbai.web.desk.letter_open import OpenLetter, find_open
from mingbai.web.desk.letter_page import Posted, context_of
from mingbai.web.desk.letter_refusals import REFUSALS, refuse
from mingbai.web.desk.pages import DeskRequest, desk_page, render_desk

# Hidden in each form: the version of the letter that its page showed.
SEEN: Final = "seen"
# In the address of the page: the template the answer begins with.
TEMPLATE: Final = "template"
DRAFT: Final = "draft"


@desk_page
def letter(request: DeskRequest, ref: str) -> HttpResponse:
    """The whole letter on one page."""
    desk = _find(request, ref)
    return _page(request, desk, done=request.GET.get("done", ""))


@desk_page
def letter_act(request: DeskRequest, ref: str, act: str) -> HttpResponse:
    """Do to the letter what the form says, or show the page again with all typed."""
    wanted = ACTS.get(act)
    if wanted is None:
        raise Http404
    desk, seen = _find(request, ref), _seen(request)
    # Before anything else: a page that came back would show the newer version.
    if wanted.takes_seen and seen not in {None, desk.handling.version}:
        return _too_late(request, wanted, desk, seen)
    form = wanted.form(desk, request.POST, prefix=wanted.prefix)
    if not form.is_valid():
        return _page(request, desk, Posted(wanted, form), status=422)
    warnings = form.warnings()
    if warnings:
        posted = Posted(wanted, form, warnings=warnings)
        return _page(request, desk, posted, status=422)
    return _do(request, wanted, form, seen)


def _do(
    request: DeskRequest, wanted: LetterAct, form: LetterForm, seen: int | None
) -> HttpResponse:
    try:
        # A refusal undoes what the verb had begun; the door commits a 409.
        with transaction.atomic():
            wanted.do(form, at=request.at, seen=seen)
    except (ChangedMeanwhile, NotNow):
        anew = _find(request, form.desk.letter.ref)
        return _too_late(request, wanted, anew, seen)
    except REFUSALS as refusal:
        if isinstance(refusal, NobodyInCharge):
            _tell_nobody(request, form, refusal)
        refuse(form, refusal)
        return _page(request, form.desk, Posted(wanted, form), status=409)
    if wanted.name == DRAFT:
        # What stands beside the text is not kept with it, so the page stays.
        return _page(request, form.desk, Posted(wanted, form, seen=seen), done=DRAFT)
    if wanted.leaves:
        return HttpResponseRedirect(reverse("desk:queue"))
    here = reverse("desk:letter", args=[form.desk.letter.ref])
    return HttpResponseRedirect(f"{here}?{urlencode({'done': wanted.name})}")


def _too_late(
    request: DeskRequest, wanted: LetterAct, desk: OpenLetter, seen: int | None
) -> HttpResponse:
    """The letter as it is now, what the others did, and all that was typed."""
    form = wanted.form(desk, request.POST, prefix=wanted.prefix)
    posted = Posted(wanted, form, seen=seen, is_too_late=True)
    return _page(request, desk, posted, status=409)


def _tell_nobody(
    request: DeskRequest, form: LetterForm, refusal: NobodyInCharge
) -> None:
    """The administrators hear of it, although nothing else has happened."""
    tell_nobody(
        by=request.officer,
        at=request.at,
        letter=form.desk.letter,
        body=refusal.body,
        duty=refusal.duty,
    )


def _seen(request: HttpRequest) -> int | None:
    typed = request.POST.get(SEEN, "")
    return int(typed) if typed.isascii() and typed.isdecimal() else None


def _find(request: DeskRequest, ref: str) -> OpenLetter:
    found = find_open(ref, officer=request.officer, today=request.today)
    if found is None:
        raise Http404
    return found


def _page(
    request: DeskRequest,
    desk: OpenLetter,
    posted: Posted | None = None,
    *,
    done: str = "",
    status: int = 200,
) -> HttpResponse:
    context = context_of(desk, posted, filled=_filled(request, desk))
    if done in ACTS:
        context["done"] = ACTS[done].title
    return render_desk(request, "desk/letter.html", context, status=status)


def _filled(request: DeskRequest, desk: OpenLetter) -> str | None:
    """The answer to begin with, when a template was chosen."""
    key = request.GET.get(TEMPLATE)
    if key is None:
        return None
    for template in templates_for(desk.handling.body, kind=desk.handling.kind):
        if template.pk == key:
            return fill(
                template, desk.letter, desk.handling, desk.officer, on=desk.today
            )
    return None
