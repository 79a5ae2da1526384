"""What the office's acts on a letter ask for; the verbs know the rules."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.accounts.models import User
from mingbai.letters.find import by_ref
from mingbai.letters.models import Letter, Passing
from mingbai.lib.numbering import NotANumber, parse_ref
from mingbai.places.models import Post
from mingbai.ui.forms import Code, RadioCards
from mingbai.web.desk.letter_fields import BodyField, words_field
from mingbai.web.desk.letter_open import OpenLetter

REASON_IS_TOLD: Final = _("The writer reads it.")


class LetterForm(forms.Form):
    """The form of one act; it knows the letter it lies beside.

    Its fields are called like the verb's arguments, so that a valid form gives them.
    """

    def __init__(self, desk: OpenLetter, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk
        self.offer()

    def offer(self) -> None:
        """Fill in what can be chosen, and what is suggested."""
        for field in self.fields.values():
            if isinstance(field, BodyField):
                field.offer(self.desk.bodies)

    def arguments(self) -> dict[str, Any]:
        """What a valid form hands to the verb."""
        return dict(self.cleaned_data)

    def warnings(self) -> list[str]:
        """What a valid form had better mend before it is sent; nothing, as a rule."""
        return []


class NothingForm(LetterForm):
    """Nothing to fill in; the button is the act."""


class RouteForm(LetterForm):
    """To which body, and a word to its officer."""

    body = BodyField(
        label=_("Pass it to"),
        help_text=_("Type part of the name, or choose from the list."),
    )
    note = words_field(
        _("A word to the officer"),
        hint=_("The writer does not see it."),
        required=False,
    )

    def offer(self) -> None:
        """Bodies, and the one whose function it seems to be."""
        super().offer()
        if self.desk.suggested:
            self.initial.setdefault("body", self.desk.suggested.short_name)


class CorrectForm(LetterForm):
    """Which kind of letter it is."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        help_text=_("What the writer chose stays on record beside it."),
        widget=forms.Select({"class": "short"}),
        error_messages={"invalid_choice": _("Please choose a kind.")},
    )

    def offer(self) -> None:
        """Every other kind than the one it counts as."""
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            choice
            for choice in Letter.Kind.choices
            if choice[0] != self.desk.handling.kind
        ]


class HoldForm(LetterForm):
    """Why nothing happens for now."""

    reason = words_field(
        _("Why it is held"), hint=_("The writer reads it. The clock runs on.")
    )


class MergeForm(LetterForm):
    """The letter that says the same."""

    into = forms.CharField(
        label=_("Number of the other letter"),
        help_text=_("Such as 26-0000042. Its answer will be for both."),
        widget=Code({"class": "short"}),
        error_messages={"required": _("Please enter the number.")},
    )

    def clean_into(self) -> Letter:
        """The letter of that number; a sentence when there is none to be read."""
        try:
            found = by_ref(
                parse_ref(self.cleaned_data["into"].strip()), by=self.desk.officer
            )
        except NotANumber:
            found = None
        if found is None:
            raise ValidationError(gettext("There is no letter of that number."))
        return found


class PassOnForm(LetterForm):
    """How the writer was told, and what came of it."""

    outcome = forms.TypedChoiceField(
        label=_("How did it go?"),
        choices=Passing.choices,
        coerce=Passing,
        widget=RadioCards(in_two_columns=True),
        error_messages={
            "required": _("Please choose how it went."),
            "invalid_choice": _("Please choose how it went."),
        },
    )
    note = words_field(_("A note"), hint=REASON_IS_TOLD, required=False, rows=2)

    def offer(self) -> None:
        """Which way the writer asked for."""
        self.fields["outcome"].help_text = gettext(
            "The writer wants to hear: %(way)s. Where nobody answered, it stays among"
            " what is to be passed on."
        ) % {"way": self.desk.letter.get_answer_by_display()}


class RecuseForm(LetterForm):
    """Who must stay away from the letter, and why."""

    who = forms.CharField(
        label=_("Who stays away"),
        help_text=_("Name or login of an official, or a post."),
        widget=forms.TextInput({"class": "short", "autocomplete": "off"}),
        error_messages={"required": _("Please name somebody.")},
    )
    reason = words_field(_("Why"), hint=_("The writer does not see it."))

    def arguments(self) -> dict[str, Any]:
        """The account or the post; one of the two."""
        user, post = self.cleaned_data["who"]
        return {"user": user, "post": post, "reason": self.cleaned_data["reason"]}

    def clean_who(self) -> tuple[User | None, Post | None]:
        """The one account or post of that name; otherwise a sentence."""
        words = self.cleaned_data["who"]
        posts = list(Post.objects.filter(Q(name=words) | Q(short_name=words))[:2])
        users = list(User.objects.filter(Q(name=words) | Q(login=words))[:2])
        found = [*posts, *users]
        if not found:
            raise ValidationError(gettext("Nobody of that name works here."))
        if len(found) > 1:
            raise ValidationError(
                gettext("Several are called so. Please enter the login.")
            )
        user, post = next(iter(users), None), next(iter(posts), None)
        return user, post
