"""The forms of people and duties. They clean shapes; the verbs know the rules."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from mingbai.accounts.models import DutyKind
from mingbai.accounts.terms import Terms
from mingbai.places.models import Body, Post

_DAY: Final = {
    "required": _("Please give the day."),
    "invalid": _("This is no day. Write it like 2026-03-01."),
}


def day_field(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    """A day, chosen or typed."""
    return forms.DateField(
        label=label,
        help_text=hint,
        required=required,
        input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages=dict(_DAY),
    )


class DutyForm(forms.Form):
    """Which duty, for what, on which days."""

    kind = forms.ChoiceField(
        label=_("Duty"),
        choices=[("", _("Not chosen")), *DutyKind.choices],
        error_messages={"required": _("Please choose a duty.")},
    )
    body = forms.ModelChoiceField(
        label=_("Body"),
        help_text=_("For a responsible officer: the body they answer for."),
        queryset=Body.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=_("Not chosen"),
    )
    post = forms.ModelChoiceField(
        label=_("Post"),
        help_text=_("For a leader: the post whose letters they read."),
        queryset=Post.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=_("Not chosen"),
    )
    is_deputy = forms.BooleanField(
        label=_("As a deputy"),
        help_text=_("In the responsible officer's stead, until a last day."),
        required=False,
    )
    since = day_field(_("First day"))
    until = day_field(
        _("Last day"),
        required=False,
        hint=_("The day itself still counts. Empty: until further notice."),
    )

    def terms(self) -> Terms:
        """What a valid form asks for; raises what `Terms` refuses."""
        cleaned = self.cleaned_data
        return Terms(
            kind=DutyKind(cleaned["kind"]),
            since=cleaned["since"],
            until=cleaned["until"],
            body=cleaned["body"],
            post=cleaned["post"],
            is_deputy=cleaned["is_deputy"],
        )


class EndingForm(forms.Form):
    """The last day of a duty."""

    until = day_field(_("Last day"), hint=_("The day itself still counts."))


class ConfirmingForm(forms.Form):
    """Nothing to fill in; the button is the answer."""


class OutcomeForm(forms.Form):
    """Confirmed or refused."""

    outcome = forms.ChoiceField(choices=[("confirmed", ""), ("refused", "")])


class UserForm(forms.Form):
    """Who signs in, and with which login."""

    name = forms.CharField(
        label=_("Name"),
        max_length=48,
        error_messages={
            "required": _("Please enter the name."),
            "max_length": _("At most 48 characters."),
        },
    )
    login = forms.CharField(
        label=_("Login"),
        help_text=_("Such as the name in Pinyin. It can't be changed later."),
        max_length=64,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Please enter a login.")},
    )
