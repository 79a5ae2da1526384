"""The form a letter is written in. It cleans shapes; whether, not what."""

import unicodedata
from typing import Any, Final

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.letters.draft import TEXT_LENGTH, TITLE_LENGTH, WRITER_LENGTH, Draft
from mingbai.letters.models import Letter
from mingbai.places.days import local_day
from mingbai.places.models import Body, Post
from mingbai.powers.models import Power
from mingbai.ui.forms import FollowUp, RadioCards, Telephone
from mingbai.web.verbatim_field import VerbatimField

UNKNOWN: Final = "unknown"
POST: Final = "post"
BODY: Final = "body"


class LetterForm(forms.Form):
    """Kind, addressee, title, text, publication, name and telephone."""

    kind = forms.ChoiceField(
        label=_("What kind of letter is it?"),
        choices=Letter.Kind.choices,
        widget=RadioCards(
            in_two_columns=True,
            hints={
                "ask": _("About a rule, or how to get something done"),
                "suggest": _("How something could be better"),
                "complain": _("About a result, or how you were treated"),
            },
        ),
        error_messages={"required": _("Please choose what kind of letter it is.")},
    )
    to = forms.ChoiceField(
        label=_("To whom?"),
        choices=[
            (UNKNOWN, _("I do not know; please pass it to whoever is in charge")),
            (POST, _("A leader")),
            (BODY, _("A department or unit")),
        ],
        widget=RadioCards(
            hints={
                UNKNOWN: _("We pass it on and tell you who has it"),
                POST: _("You choose which one next"),
                BODY: _("You choose which one next"),
            }
        ),
        error_messages={"required": _("Please choose to whom you write.")},
    )
    post = FollowUp(label=_("Which leader?"))
    body = FollowUp(label=_("Which department or unit?"))
    title = VerbatimField(
        label=_("Say it in one sentence"),
        help_text=_("At most 40 characters; it will be the title of your letter."),
        longest=TITLE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Please say in one sentence what it is about.")},
    )
    text = VerbatimField(
        label=_("Tell us more"),
        help_text=_(
            "When, where, what happened, and what you hope for."
            " Please do not write your identity card number."
        ),
        longest=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": _("Please write what it is about.")},
    )
    may_publish = forms.ChoiceField(
        label=_("After the answer, may the letter be made public?"),
        choices=[("1", _("It may be public")), ("0", _("Not public"))],
        widget=RadioCards(
            in_two_columns=True,
            hints={
                "1": _("Name and telephone are taken out first"),
                "0": _("Only you can read it, with your receipt"),
            },
        ),
        error_messages={"required": _("Please choose whether it may be public.")},
    )
    writer = VerbatimField(
        label=_("What may we call you?"),
        help_text=_("Such as Ms Zhang. Shown only to those who handle the letter."),
        required=False,
        longest=WRITER_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "short"}),
    )
    telephone = forms.CharField(
        label=_("Telephone"),
        help_text=_(
            "So that whoever handles it can ask you. Without one you still see"
            " everything with your receipt."
        ),
        required=False,
        widget=Telephone(),
    )
    power = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaders = Post.objects.leaders(on=local_day(timezone.now()))
        self._posts = {post.slug: post for post in leaders}
        self._bodies = {
            body.slug: body for body in Body.objects.exclude(kind=Body.Kind.COMMITTEE)
        }
        nobody = ("", gettext("Not chosen"))
        for name, found in (("post", self._posts), ("body", self._bodies)):
            choices = [(slug, str(one)) for slug, one in found.items()]
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [nobody, *choices]

    def clean_telephone(self) -> str:
        """The number in E.164 form, or empty."""
        typed = self.cleaned_data["telephone"].strip()
        if not typed:
            return ""
        sentence = gettext(
            "This does not look like a telephone number. Please check it, with the"
            " area code for a landline, or leave it empty."
        )
        try:
            number = phonenumbers.parse(unicodedata.normalize("NFKC", typed), "CN")
        except phonenumbers.NumberParseException as error:
            raise ValidationError(sentence) from error
        if not phonenumbers.is_possible_number(number):
            raise ValidationError(sentence)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def clean_power(self) -> Power | None:
        """The power the letter is about, if it is about one."""
        code = self.cleaned_data["power"]
        if not code:
            return None
        try:
            return Power.objects.get(code=code)
        except Power.DoesNotExist as error:
            raise ValidationError(
                gettext("The power this letter was about is not on the list.")
            ) from error

    def clean(self) -> dict[str, Any]:
        """Whoever chose a leader or a body has chosen which."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("to") == POST and not cleaned.get("post"):
            self.add_error("post", gettext("Please choose which leader."))
        if cleaned.get("to") == BODY and not cleaned.get("body"):
            self.add_error("body", gettext("Please choose which department or unit."))
        return cleaned

    @property
    def addressee(self) -> Post | Body | None:
        """Whom a valid form is addressed to; None for "I do not know"."""
        cleaned = self.cleaned_data
        if cleaned["to"] == POST:
            return self._posts[cleaned["post"]]
        if cleaned["to"] == BODY:
            return self._bodies[cleaned["body"]]
        return None

    def draft(self) -> Draft:
        """What the writer hands in; only of a valid form."""
        cleaned = self.cleaned_data
        return Draft(
            kind=cleaned["kind"],
            title=cleaned["title"],
            text=cleaned["text"],
            addressee=self.addressee,
            power=cleaned["power"],
            may_publish=cleaned["may_publish"] == "1",
            writer=cleaned["writer"],
            telephone=cleaned["telephone"],
        )
