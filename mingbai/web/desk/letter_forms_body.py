"""What a body's own acts on a letter ask for; the verbs know the rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.letters.limits import limits_of
from mingbai.letters.reply import REPLY_LENGTH
from mingbai.ui.words import zh_date
from mingbai.web.desk.letter_fields import BodyField, words_field
from mingbai.web.desk.letter_forms import REASON_IS_TOLD, LetterForm


class SectionForm(LetterForm):
    """Which section of the body works on it, who, and until when."""

    section = forms.CharField(
        label=_("Section"),
        max_length=48,
        widget=forms.TextInput({"class": "short"}),
        error_messages={
            "required": _("Please name the section."),
            "max_length": _("At most 48 characters."),
        },
    )
    clerk = forms.ChoiceField(label=_("Clerk"), required=False)
    inner_due_on = forms.DateField(
        label=_("Inner due day"),
        help_text=_("For the section alone; the answer is due as before."),
        required=False,
        input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"],
        widget=forms.DateInput({"type": "date", "class": "short"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("This is no day. Write it like 2026-03-01.")},
    )
    note = words_field(
        _("A word to the section"),
        hint=_("The writer does not see it."),
        required=False,
    )

    def offer(self) -> None:
        """The clerks of the body."""
        self._clerks = {str(user.pk): user for user in self.desk.clerks}
        field = self.fields["clerk"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", gettext("Nobody named")),
            *((key, user.name) for key, user in self._clerks.items()),
        ]

    def arguments(self) -> dict[str, Any]:
        """With the clerk's account, if one was named."""
        return {
            **self.cleaned_data,
            "clerk": self._clerks.get(self.cleaned_data["clerk"]),
        }


class AssistForm(LetterForm):
    """Which body is asked for a part, and what for."""

    body = BodyField(label=_("Body asked to assist"))
    note = words_field(_("What is needed of it"), hint=_("The writer does not see it."))


class EndPartForm(LetterForm):
    """Whose part is no longer needed."""

    body = forms.ChoiceField(
        label=_("Body"),
        widget=forms.Select({"class": "short"}),
        error_messages={"invalid_choice": _("Please choose a body.")},
    )

    def offer(self) -> None:
        """The bodies whose part is open."""
        self._bodies = {one.body.slug: one.body for one in self.desk.open_assists}
        field = self.fields["body"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(slug, str(body)) for slug, body in self._bodies.items()]

    def arguments(self) -> dict[str, Any]:
        """The body itself."""
        return {"body": self._bodies[self.cleaned_data["body"]]}


class ExtensionForm(LetterForm):
    """How many more working days, and why."""

    days = forms.IntegerField(
        label=_("More working days"),
        min_value=1,
        widget=forms.NumberInput({"class": "short"}),
        error_messages={
            "required": _("Please enter a number of days."),
            "invalid": _("Please enter a number of days."),
            "min_value": _("At least one day."),
        },
    )
    reason = words_field(_("Why"), hint=REASON_IS_TOLD)

    def offer(self) -> None:
        """How many there may be at most."""
        most = limits_of(self.desk.handling.kind).extension_days
        self.fields["days"].help_text = gettext("At most %(days)s.") % {"days": most}


class ReturnForm(LetterForm):
    """Why it is not this body's, and whose it might be."""

    reason = words_field(_("Why it is not ours"), hint=REASON_IS_TOLD)
    proposed = BodyField(label=_("Whose it might be"), required=False)


class PartForm(LetterForm):
    """What an assisting body has found out."""

    text = words_field(
        _("What your body found"),
        hint=_("For the body that answers; the writer does not see it."),
        longest=REPLY_LENGTH,
        rows=6,
    )


class PromiseReportForm(LetterForm):
    """Which promise was kept, and how."""

    promise = forms.ChoiceField(
        label=_("What is done"),
        error_messages={"invalid_choice": _("Please choose a promise.")},
    )
    text = words_field(_("What was done"), hint=REASON_IS_TOLD)

    def offer(self) -> None:
        """What was promised and is not settled."""
        self._promises = {str(one.pk): one for one in self.desk.promises}
        field = self.fields["promise"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (key, f"{zh_date(one.due_on)} {one.what}")
            for key, one in self._promises.items()
        ]

    def arguments(self) -> dict[str, Any]:
        """The promise itself."""
        return {
            "promise": self._promises[self.cleaned_data["promise"]],
            "text": self.cleaned_data["text"],
        }
