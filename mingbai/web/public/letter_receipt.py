"""The one field that opens a letter: its receipt."""

from typing import Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.letters.find import by_receipt
from mingbai.letters.models import Letter
from mingbai.lib.receipt import Fault, NotAReceipt, Receipt, parse
from mingbai.ui.forms import Code

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
