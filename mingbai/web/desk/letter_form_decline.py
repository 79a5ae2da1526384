"""What not accepting a letter asks for: one of the lawful reasons, and where to go."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.letters.reasons import GROUNDS, Reason
from mingbai.ui.forms import RadioCards
from mingbai.web.desk.letter_fields import words_field
from mingbai.web.desk.letter_forms import LetterForm


class DeclineForm(LetterForm):
    """Why it is not accepted, and where the writer goes instead."""

    reason = forms.ChoiceField(
        label=_("Lawful reason"),
        help_text=_("What fits none of these is accepted."),
        choices=Reason.choices,
        error_messages={
            "required": _("Please choose a reason."),
            "invalid_choice": _("Please choose a reason."),
        },
    )
    where = words_field(
        _("Where to go instead"),
        hint=_("The writer reads it beside the sentence of the reason."),
        required=False,
    )

    def offer(self) -> None:
        """Each reason with the sentences that the writer is told."""
        hints = {
            reason.value: f"{ground.why}{ground.where or ''}"
            for reason, ground in GROUNDS.items()
        }
        widget = RadioCards(hints=hints)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        widget.choices = Reason.choices
        field.widget = widget

    def clean(self) -> dict[str, Any]:
        """Where only whoever declines can know where to go, it is said."""
        cleaned = self.cleaned_data
        chosen, where = cleaned.get("reason"), cleaned.get("where", "")
        if chosen and not where.strip() and GROUNDS[Reason(chosen)].where is None:
            self.add_error("where", gettext("Please say whose affair it is."))
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """The reason as the verb knows it."""
        return {**self.cleaned_data, "reason": Reason(self.cleaned_data["reason"])}
