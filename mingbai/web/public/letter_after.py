"""What a writer does afterwards on the letter's own page, by a token of that page.

Every act is one POST in the one durable transaction and is answered with the page as it
stands then. The same POST again changes nothing. An expired token loses nothing typed:
the page asks for the receipt once more and goes on from there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from mingbai.letters.add import add
from mingbai.letters.ask_reopening import ReopeningRefused, ask_reopening
from mingbai.letters.change import ChangedMeanwhile, NotNow
from mingbai.letters.judge_promise import judge_promise
from mingbai.letters.models import EventKind, Letter, Promise, State
from mingbai.letters.moves import may_happen
from mingbai.letters.promises import NotYetDue, PromiseSettled
from mingbai.letters.rate import RatedBefore, rate
from mingbai.letters.withdraw import withdraw
from mingbai.places.days import local_day
from mingbai.web.public.danger import Danger, danger_of
from mingbai.web.public.form_key import is_foreign
from mingbai.web.public.letter_after_forms import (
    DONE,
    REOPEN,
    SOLVED,
    AddForm,
    RateForm,
    ReopenForm,
    WithdrawForm,
)
from mingbai.web.public.letter_page import (
    Said,
    judging_form,
    may_rate,
    may_reopen,
    may_still_ask,
    story_page,
)
from mingbai.web.public.letter_receipt import ReceiptForm
from mingbai.web.public.letter_said import plain, said_before
from mingbai.web.public.letter_token import (
    FIELD,
    NoToken,
    Opened,
    Purpose,
    seal,
    unseal,
    writer_of,
)
from mingbai.web.public.letters import letters_crumb


@dataclass(frozen=True)
class Asked:
    """A request whose letter has been opened; `promise` if it is about one."""

    request: HttpRequest
    letter: Letter
    promise: Promise | None


Act = Callable[[Asked], HttpResponse]


@csrf_exempt
@never_cache
@require_POST
def letter_act(request: HttpRequest, act: str) -> HttpResponse:
    """Open the letter by token, or by receipt where the token is over, and act."""
    if act not in ACTS:
        raise Http404
    if is_foreign(request):
        return render(request, "403.html", status=403)
    purpose = Purpose(act)
    opened = _opened(request, purpose)
    if opened is not None and not opened.is_over(at=timezone.now()):
        letter = _letter(opened.letter)
        if letter is not None:
            return _go_on(request, purpose, letter, opened.subject)
    return _ask_receipt(request, purpose, opened)


def _opened(request: HttpRequest, purpose: Purpose) -> Opened | None:
    try:
        return unseal(request.POST.get(FIELD, ""), purpose)
    except NoToken:
        return None


def _letter(key: UUID) -> Letter | None:
    found: Letter | None = Letter.objects.whole().filter(pk=key).first()
    return found


def _again(letter: Letter) -> Letter:
    """The letter as it stands after what was just done."""
    found: Letter = Letter.objects.whole().get(pk=letter.pk)
    return found


def _ask_receipt(
    request: HttpRequest, purpose: Purpose, opened: Opened | None
) -> HttpResponse:
    """Go on if the receipt came along; else ask for it, with all that was typed."""
    form = ReceiptForm(request.POST if "receipt" in request.POST else None)
    letter = form.find() if form.is_bound and form.is_valid() else None
    if letter:
        # An old token still says which promise it was about, but only of its letter.
        is_same = opened is not None and opened.letter == letter.pk
        subject = opened.subject if opened and is_same else None
        return _go_on(request, purpose, letter, subject)
    context = {
        "form": form,
        "act": purpose.value,
        "kept": [
            (name, request.POST.get(name, ""))
            for name in request.POST
            if name != "receipt"
        ],
        "typed": _typed(request),
        "danger": _danger(request),
        "above": [letters_crumb()],
    }
    status = 422 if form.is_bound else 200
    return render(request, "public/letter_reopen.html", context, status=status)


def _typed(request: HttpRequest) -> list[str]:
    """What was written in words, to be shown as kept."""
    names = ("-text", "-reason", "-remark")
    found = [
        request.POST.get(name, "") for name in request.POST if name.endswith(names)
    ]
    return [value for value in found if value.strip()]


def _danger(request: HttpRequest) -> Danger | None:
    """What the words of any act hint at: the writer sees whom to call, sent or not."""
    return danger_of("\n".join(_typed(request)))


def _go_on(
    request: HttpRequest, purpose: Purpose, letter: Letter, subject: UUID | None
) -> HttpResponse:
    promise = next((one for one in letter.promises.all() if one.pk == subject), None)
    asked = Asked(request, letter, promise)
    try:
        return ACTS[purpose](asked)
    except ChangedMeanwhile:
        pass
    # Whoever was first has finished now: what stands there decides.
    try:
        return ACTS[purpose](Asked(request, _again(letter), promise))
    except ChangedMeanwhile:
        return _refused(asked, "\n\n".join(_typed(request)))


def _refused(asked: Asked, typed: str) -> HttpResponse:
    """It can't be done as the letter stands; what was typed is shown."""
    letter = _again(asked.letter)
    said = Said(status=409).refusing(
        gettext(
            "This cannot be done any more; the letter now stands at: %(state)s. What"
            " you typed is below and was not sent."
        )
        % {"state": letter.handling.get_state_display()},
        kept=typed,
    )
    return _page(asked, letter, said)


def _page(asked: Asked, letter: Letter, said: Said) -> HttpResponse:
    danger = _danger(asked.request)
    return story_page(asked.request, letter, replace(said, danger=danger))


def _done(asked: Asked, sentence: str) -> HttpResponse:
    return _page(asked, _again(asked.letter), Said(sentence))


def _known(asked: Asked, sentence: str) -> HttpResponse:
    """It was done before: no fault, and nothing more to do."""
    return _page(asked, _again(asked.letter), Said(sentence, tone="pine"))


def _show(asked: Asked) -> HttpResponse:
    return story_page(asked.request, asked.letter)


def _add(asked: Asked) -> HttpResponse:
    form = AddForm(asked.request.POST)
    if not form.is_valid():
        said = Said(forms={Purpose.ADD: form}, status=422)
        return _page(asked, asked.letter, said)
    text = form.cleaned_data["text"]
    if any(one.body == text for one in asked.letter.additions.all()):
        return _known(asked, gettext("We have received this already."))
    try:
        with transaction.atomic():
            add(
                by=writer_of(asked.letter),
                at=timezone.now(),
                letter=asked.letter,
                text=text,
            )
    except NotNow:
        return _refused(asked, text)
    return _done(asked, gettext("Added; whoever has your letter is told."))


def _withdraw(asked: Asked) -> HttpResponse:
    state = State(asked.letter.handling.state)
    if state == State.WITHDRAWN:
        return _known(asked, gettext("Your letter is withdrawn already."))
    if not may_happen(EventKind.WITHDRAWN, state):
        return _refused(asked, "\n\n".join(_typed(asked.request)))
    is_sure = "sure" in asked.request.POST
    form = WithdrawForm(asked.request.POST if is_sure else None)
    if not is_sure or not form.is_valid():
        return _confirm_page(asked, form)
    with transaction.atomic():
        withdraw(
            by=writer_of(asked.letter),
            at=timezone.now(),
            letter=asked.letter,
            reason=form.cleaned_data["reason"],
        )
    return _done(asked, gettext("Your letter is withdrawn. Nothing of it is deleted."))


def _confirm_page(asked: Asked, form: WithdrawForm) -> HttpResponse:
    at = timezone.now()
    context = {
        "form": form,
        "letter": asked.letter,
        "token": seal(asked.letter, Purpose.WITHDRAW, at=at),
        "back_token": seal(asked.letter, Purpose.SHOW, at=at),
        "danger": _danger(asked.request),
        "above": [letters_crumb()],
    }
    status = 422 if form.is_bound else 200
    return render(asked.request, "public/letter_withdraw.html", context, status=status)


def _rate(asked: Asked) -> HttpResponse:
    letter = asked.letter
    if not may_rate(letter):
        return _not_rated(asked)
    form = RateForm(asked.request.POST, may_reopen=may_reopen(letter))
    if not form.is_valid():
        said = Said(forms={Purpose.RATE: form}, status=422)
        return _page(asked, letter, said)
    given = form.cleaned_data
    asks = given["outcome"] == REOPEN
    try:
        with transaction.atomic():
            rate(
                by=writer_of(letter),
                at=timezone.now(),
                letter=letter,
                level=given["level"],
                is_solved=given["outcome"] == SOLVED,
                remark=given["remark"],
                asks_reopening=asks,
                reason=given["reason"] if asks else "",
            )
    except (RatedBefore, ReopeningRefused, NotNow):
        # Somebody with the same receipt was first.
        return _not_rated(Asked(asked.request, _again(letter), None))
    return (
        _brought_up(asked)
        if asks
        else _done(asked, gettext("Thank you for your rating."))
    )


def _brought_up(asked: Asked) -> HttpResponse:
    return _done(
        asked, gettext("Thank you. A supervisor decides whether to open it again.")
    )


def _not_rated(asked: Asked) -> HttpResponse:
    """It is rated already, perhaps in another tab; nothing typed here is lost."""
    letter, typed = asked.letter, _typed(asked.request)
    if not letter.ratings.all():
        return _refused(asked, "\n\n".join(typed))
    sentence = gettext("You have rated this answer. A rating is given once.")
    unsent = [one for one in typed if plain(one) not in said_before(letter)]
    if not unsent:
        return _known(asked, sentence)
    said = Said(status=409).refusing(
        gettext(
            "You have rated this answer already, and a rating is given once. What you"
            " typed now was not sent; it stands here."
        ),
        kept="\n\n".join(unsent),
    )
    reason = asked.request.POST.get(f"{RateForm.prefix}-reason", "")
    if may_still_ask(letter) and reason.strip():
        form = ReopenForm(initial={"reason": reason})
        said = replace(said, forms={Purpose.REOPEN: form})
    return _page(asked, letter, said)


def _reopen(asked: Asked) -> HttpResponse:
    form = ReopenForm(asked.request.POST)
    reason = asked.request.POST.get(f"{ReopenForm.prefix}-reason", "")
    if plain(reason) in said_before(asked.letter) and not may_reopen(asked.letter):
        return _brought_up(asked)
    if not may_still_ask(asked.letter):
        return _refused(asked, reason)
    if not form.is_valid():
        return _page(
            asked, asked.letter, Said(forms={Purpose.REOPEN: form}, status=422)
        )
    try:
        with transaction.atomic():
            ask_reopening(
                by=writer_of(asked.letter),
                at=timezone.now(),
                letter=asked.letter,
                reason=form.cleaned_data["reason"],
            )
    except (ReopeningRefused, NotNow):
        # Somebody with the same receipt was first.
        return _refused(asked, reason)
    return _brought_up(asked)


def _judge(asked: Asked) -> HttpResponse:
    promise, at = asked.promise, timezone.now()
    if promise is None:
        said = Said(status=409).refusing(
            gettext("Please say below of which promise; what you typed is kept here."),
            kept="\n\n".join(_typed(asked.request)),
        )
        return _page(asked, asked.letter, said)
    form = judging_form(promise, today=local_day(at), typed=asked.request.POST)
    if not form.is_valid():
        said = Said(forms={promise.pk: form}, status=422)
        return _page(asked, asked.letter, said)
    is_done = form.cleaned_data["outcome"] == DONE
    # The promise came with the letter as it stood; the verb wants the letter's own row.
    promise.letter = asked.letter
    try:
        with transaction.atomic():
            judge_promise(
                by=writer_of(asked.letter),
                at=at,
                promise=promise,
                is_done=is_done,
                text=form.cleaned_data["text"],
            )
    except (PromiseSettled, NotYetDue):
        return _known(asked, gettext("You have said so already; it stands below."))
    if is_done:
        return _done(asked, gettext("Thank you. It counts as done."))
    return _done(
        asked,
        gettext("It stands on the public list of what was promised and not done."),
    )


ACTS: Final[Mapping[str, Act]] = {
    Purpose.SHOW: _show,
    Purpose.ADD: _add,
    Purpose.WITHDRAW: _withdraw,
    Purpose.RATE: _rate,
    Purpose.REOPEN: _reopen,
    Purpose.PROMISE: _judge,
}
