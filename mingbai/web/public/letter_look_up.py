"""Looking a letter up: by its receipt alone, in a POST that only reads."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mingbai.letters.find import by_receipt
from mingbai.letters.models import Letter
from mingbai.lib.receipt import Fault, NotAReceipt, Receipt, parse
from mingbai.places.days import local_day
from mingbai.places.scoping import current_place
from mingbai.ui.forms import Code
from mingbai.ui.parts import Crumb, Fact
from mingbai.ui.words import zh_date, zh_datetime
from mingbai.web.letter_story import (
    calendar_for,
    clock_of,
    final_reply,
    signature,
    timeline_of,
)
from mingbai.web.letter_words import addressee_words

_SENTENCES: Final = {
    Fault.LENGTH: _("A receipt has 21 signs in five groups. Please count again."),
    Fault.SIGN: _("There is a sign in it that receipts do not have. Please compare."),
    Fault.CHECK: _("Some sign is wrong. Please compare it with your receipt."),
}


class ReceiptForm(forms.Form):
    """One field: the receipt, in any width or case, with or without hyphens."""

    receipt = forms.CharField(
        label=_("Receipt"),
        help_text=_("Such as 7K3M9-QXD2V-TAHE5-R4NJC-F; hyphens may be left out."),
        widget=Code(),
        error_messages={"required": _("Please enter your receipt.")},
    )

    def clean_receipt(self) -> Receipt:
        """The receipt; raises a sentence that says what is wrong with it."""
        try:
            return parse(self.cleaned_data["receipt"])
        except NotAReceipt as error:
            raise ValidationError(str(_SENTENCES[error.fault])) from error

    def find(self) -> Letter | None:
        """The letter the valid receipt opens; otherwise an error on the field."""
        found = by_receipt(self.cleaned_data["receipt"])
        if found is None:
            self.add_error(
                "receipt",
                gettext("We found no letter with this receipt. Please compare it."),
            )
            return None
        return found[0]


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter_look_up(request: HttpRequest) -> HttpResponse:
    """The form, or the letter that the posted receipt opens."""
    form = ReceiptForm(request.POST or None)
    if request.method == "POST":
        letter = form.find() if form.is_valid() else None
        if letter:
            return render(request, "public/letter_story.html", _story(letter))
        return _page(request, form, status=422)
    return _page(request, ReceiptForm())


def _page(request: HttpRequest, form: ReceiptForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "above": [letters_crumb()]}
    return render(request, "public/letter_look_up.html", context, status=status)


def letters_crumb() -> Crumb:
    """The page above everything about letters."""
    return Crumb(gettext("Leader mailbox"), "/letters/")


def _story(letter: Letter) -> dict[str, Any]:
    today = local_day(timezone.now())
    clock = clock_of(letter, today=today, calendar=calendar_for(letter))
    handling, reply = letter.handling, final_reply(letter)
    place = current_place()
    telephone = handling.body.telephone if handling.body else place.office_telephone
    return {
        "above": [letters_crumb()],
        "letter": letter,
        "clock": clock,
        "reply": reply,
        "signed": signature(reply.officer, reply.body) if reply else "",
        "events": timeline_of(letter, today=today),
        "in_charge": signature(handling.officer, handling.body),
        "telephone": telephone,
        "summary": [
            Fact(gettext("Received"), zh_datetime(letter.received_at)),
            Fact(
                gettext("To"),
                addressee_words(letter.addressee_post or letter.addressee_body),
            ),
            Fact(gettext("Due by"), zh_date(handling.due_on)),
            Fact(gettext("State"), handling.get_state_display()),
        ],
    }
