"""Writing a letter: the form, checking the answers, the receipt."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mingbai.intake.take import take_letter
from mingbai.letters.find import by_receipt
from mingbai.letters.register import OtherText
from mingbai.lib.receipt import NotAReceipt, Receipt, mint, parse
from mingbai.places.actors import Citizen
from mingbai.places.days import local_day
from mingbai.places.models import Post
from mingbai.places.scoping import current_place
from mingbai.powers.models import Power, PowerVersion
from mingbai.ui.parts import NextStep
from mingbai.web.public.danger import Danger, danger_of
from mingbai.web.public.form_key import KeyState, check_form_key, new_form_key
from mingbai.web.public.letter_answers import (
    answer_facts,
    due_day_of,
    lacks_of_disclosure,
    receipt_facts,
)
from mingbai.web.public.letter_form import BODY, POST, UNKNOWN, LetterForm
from mingbai.web.public.letters import letters_crumb

PURPOSE: Final = "letter"
# Names of the fields that the check page carries on.
CARRIED: Final = tuple(LetterForm.base_fields)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter_write(request: HttpRequest) -> HttpResponse:
    """The three pages of writing; the signed form key stands in for a cookie."""
    if request.method != "POST":
        return _form_page(request, LetterForm(initial=_from_query(request)))
    state = check_form_key(request, PURPOSE)
    if state is KeyState.FOREIGN:
        return render(request, "403.html", status=403)
    if "change" in request.POST:
        return _form_page(request, LetterForm(initial=request.POST.dict()))
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    return _checked(request, form, state)


def _checked(request: HttpRequest, form: LetterForm, state: KeyState) -> HttpResponse:
    # A browser that restores its pages days later sends the form again.
    if state is KeyState.EXPIRED and not _is_registered(request):
        remark = gettext(
            "The page had been open for long. Nothing is lost: please look it over"
            " once more and send it."
        )
        return _check_page(request, form, mint(), remark=remark)
    if "send" in request.POST:
        return _send(request, form)
    return _check_page(request, form, mint())


def _is_registered(request: HttpRequest) -> bool:
    try:
        receipt = parse(request.POST.get("receipt", ""))
    except NotAReceipt:
        return False
    return by_receipt(receipt) is not None


def _send(request: HttpRequest, form: LetterForm) -> HttpResponse:
    try:
        receipt = parse(request.POST.get("receipt", ""))
    except NotAReceipt:
        return _check_page(request, form, mint())
    try:
        letter = take_letter(
            by=Citizen(channel="web"),
            at=timezone.now(),
            draft=form.draft(),
            receipt=receipt,
        )
    except OtherText:
        remark = gettext(
            "This receipt already belongs to a letter with another text; that one is"
            " registered. To send this text as a new letter, press the button again."
        )
        return _check_page(request, form, mint(), remark=remark, status=409)
    return render(
        request,
        "public/letter_receipt.html",
        {
            "letter": letter,
            "receipt": str(receipt),
            "facts": receipt_facts(letter),
            "danger": _danger(form),
            "steps": _steps(),
            "above": [letters_crumb()],
        },
    )


def _form_page(
    request: HttpRequest, form: LetterForm, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "form_key": new_form_key(PURPOSE),
        "power": _power_of(form),
        "danger": _danger(form),
        "next_steps": _next_steps(),
        "steps": _steps(),
        "above": [letters_crumb()],
    }
    return render(request, "public/letter_write.html", context, status=status)


def _check_page(
    request: HttpRequest,
    form: LetterForm,
    receipt: Receipt,
    *,
    remark: str = "",
    status: int = 200,
) -> HttpResponse:
    draft, about = form.draft(), _power_of(form)
    context = {
        "remark": remark,
        "danger": _danger(form),
        "lacks": lacks_of_disclosure(draft),
        "answers": answer_facts(form, draft, about.name if about else ""),
        "carried": [(name, request.POST.get(name, "")) for name in CARRIED],
        "receipt": str(receipt),
        "form_key": new_form_key(PURPOSE),
        "due_on": due_day_of(draft.kind),
        "steps": _steps(),
        "above": [letters_crumb()],
    }
    return render(request, "public/letter_check.html", context, status=status)


def _from_query(request: HttpRequest) -> dict[str, Any]:
    """A link from a power, leader or body page fills in whom it is about."""
    initial: dict[str, Any] = {"to": UNKNOWN}
    code = request.GET.get("power", "")
    version = _in_force(code) if code else None
    if version:
        initial["power"] = code
        initial |= _holder_as_addressee(version)
    for name in (POST, BODY):
        if slug := request.GET.get(name, ""):
            initial |= {"to": name, name: slug}
    return initial


def _holder_as_addressee(version: PowerVersion) -> dict[str, str]:
    if version.holder_body:
        return {"to": BODY, "body": version.holder_body.slug}
    leaders = Post.objects.leaders(on=local_day(timezone.now()))
    is_leader = version.holder_post in leaders
    if version.holder_post and is_leader:
        return {"to": POST, "post": version.holder_post.slug}
    return {}


def _danger(form: LetterForm) -> Danger | None:
    """Whether what was typed hints at danger to life, right or wrong otherwise."""
    typed = [str(form[name].value() or "") for name in ("title", "text")]
    return danger_of("\n".join(typed))


def _power_of(form: LetterForm) -> PowerVersion | None:
    code = form["power"].value()
    if not code:
        return None
    if isinstance(code, Power):
        code = code.code
    return _in_force(str(code))


def _in_force(code: str) -> PowerVersion | None:
    # PostgreSQL stores no null character, so no code has one.
    if "\0" in code:
        return None
    today = local_day(timezone.now())
    known = PowerVersion.objects.with_holder().in_force(on=today)
    return known.of_code(code).first()


def _steps() -> list[str]:
    return [
        gettext("Write"),
        gettext("Check"),
        gettext("Get number and receipt"),
    ]


def _next_steps() -> list[NextStep]:
    place = current_place()
    return [
        NextStep(gettext("At once"), gettext("You get a number and a receipt")),
        NextStep(
            gettext("Then"),
            gettext("%(office)s reads it, answers, or passes it to a named officer")
            % {"office": place.office},
        ),
        NextStep(
            gettext("Within %(days)s working days")
            % {"days": place.reply_working_days},
            gettext("You get the answer, signed by that officer"),
        ),
        NextStep(
            gettext("At any time"),
            gettext("With the receipt you see where it is"),
        ),
    ]
