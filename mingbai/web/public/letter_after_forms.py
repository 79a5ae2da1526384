"""What a writer may still say of a letter: add, withdraw, rate, judge a promise."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.letters.draft import TEXT_LENGTH
from mingbai.letters.models import Level
from mingbai.ui.forms import RadioCards
from mingbai.web.verbatim_field import VerbatimField

REMARK_LENGTH: Final = 500
SOLVED: Final = "solved"
UNSOLVED: Final = "unsolved"
REOPEN: Final = "reopen"
DONE: Final = "done"
UNDONE: Final = "undone"


def _few_lines() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 3, "class": "few-lines"})


class AddForm(forms.Form):
    """More of what the letter says, or the answer to a question."""

    prefix = "add"

    text = VerbatimField(
        label=_("What would you like to add?"),
        longest=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Please write what you would like to add.")},
    )


class WithdrawForm(forms.Form):
    """Why the letter is taken back, if the writer cares to say."""

    prefix = "withdraw"

    reason = VerbatimField(
        label=_("Why do you withdraw it?"),
        help_text=_("Whoever handles the letter reads it."),
        required=False,
        longest=REMARK_LENGTH,
        widget=_few_lines(),
    )


class FollowUpLines(VerbatimField):
    """Lines that belong to one answer of another field."""

    follows_choice = True


class RateForm(forms.Form):
    """The five levels of 好差评, whether it is solved, a remark."""

    prefix = "rate"

    level = forms.TypedChoiceField(
        label=_("Are you satisfied with the answer?"),
        choices=Level.choices,
        coerce=int,
        widget=RadioCards(in_two_columns=True),
        error_messages={"required": _("Please choose one of the five levels.")},
    )
    outcome = forms.ChoiceField(
        label=_("Is it solved?"),
        widget=RadioCards(),
        error_messages={"required": _("Please say whether it is solved.")},
    )
    reason = FollowUpLines(
        label=_("Why should it be opened again?"),
        help_text=_("A supervisor reads it and decides, once."),
        required=False,
        longest=REMARK_LENGTH,
        widget=_few_lines(),
    )
    remark = VerbatimField(
        label=_("What would you like to say about it?"),
        required=False,
        longest=REMARK_LENGTH,
        widget=_few_lines(),
    )

    def __init__(self, *args: Any, may_reopen: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(SOLVED, gettext("Solved")), (UNSOLVED, gettext("Not solved"))]
        if may_reopen:
            again = gettext("Not solved, and I ask to have it opened again")
            choices.append((REOPEN, again))
        else:
            del self.fields["reason"]
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Whoever asks to have it opened again says why."""
        cleaned = super().clean() or self.cleaned_data
        asks = cleaned.get("outcome") == REOPEN
        if asks and "reason" in cleaned and not cleaned["reason"].strip():
            sentence = gettext("Please say why it should be opened again.")
            self.add_error("reason", ValidationError(sentence))
        return cleaned


class ReopenForm(forms.Form):
    """Why an answer already rated as not solved should be opened again."""

    prefix = "reopen"

    reason = VerbatimField(
        label=_("Why should it be opened again?"),
        help_text=_("A supervisor reads it and decides, once."),
        longest=REMARK_LENGTH,
        widget=_few_lines(),
        error_messages={"required": _("Please say why it should be opened again.")},
    )


class PromiseForm(forms.Form):
    """办了没有: whether what was promised has been done."""

    outcome = forms.ChoiceField(
        label=_("Has it been done?"),
        widget=RadioCards(in_two_columns=True),
        error_messages={"required": _("Please say whether it has been done.")},
    )
    text = VerbatimField(
        label=_("In your words"),
        required=False,
        longest=REMARK_LENGTH,
        widget=_few_lines(),
    )

    def __init__(self, *args: Any, may_be_undone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(DONE, gettext("It has been done"))]
        if may_be_undone:
            choices.append((UNDONE, gettext("It has not been done")))
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
