"""The fields of the acts on a letter: a body by its name, words, a day, a yes or no."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.places.models import Body
from mingbai.ui.forms import RadioCards
from mingbai.web.verbatim_field import VerbatimField

NOTE_LENGTH: Final = 500
# The id of the page's one list of bodies, which every field of a body offers.
BODIES: Final = "bodies"
# Part of a name is enough from here on, when it fits one body alone.
PART_LENGTH: Final = 2


class BodyField(forms.CharField):
    """A body by its short name, its name or part of it, or its address word.

    The browser offers the names while one types; gives the row itself, or None where
    it may be left empty.
    """

    def __init__(self, **kwargs: Any) -> None:
        messages = {"required": _("Please choose a body.")}
        attributes = {"list": BODIES, "autocomplete": "off", "class": "short"}
        super().__init__(
            widget=forms.TextInput(attributes), error_messages=messages, **kwargs
        )
        # What nobody can have typed is no name of a body either.
        self.validators = []
        self._bodies: list[Body] = []

    def offer(self, bodies: Iterable[Body]) -> None:
        """Let these be named."""
        self._bodies = list(bodies)

    def clean(self, value: Any) -> Any:
        """The body meant; raises a sentence when there is none, or several."""
        words = str(super().clean(value) or "")
        if not words:
            return None
        found = self._called(words) or self._with(words)
        if not found:
            raise ValidationError(gettext("Please choose a body from the list."))
        if len(found) > 1:
            raise ValidationError(
                gettext("Several bodies fit: %(names)s. Please choose one.")
                % {"names": "、".join(str(body) for body in found[:5])}
            )
        return found[0]

    def _called(self, words: str) -> list[Body]:
        return [
            body
            for body in self._bodies
            if words in {body.short_name, body.name, body.slug}
        ]

    def _with(self, words: str) -> list[Body]:
        if len(words) < PART_LENGTH:
            return []
        return [body for body in self._bodies if words in body.name + body.short_name]


def words_field(
    label: Any,
    *,
    hint: Any = "",
    required: bool = True,
    longest: int = NOTE_LENGTH,
    rows: int = 3,
    missing: Any = "",
) -> VerbatimField:
    """A few words of an official, kept as they were typed."""
    return VerbatimField(
        label=label,
        help_text=hint,
        required=required,
        longest=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing or _("Please write a few words.")},
    )


def yes_or_no(label: Any, *, yes: Any, no: Any) -> forms.TypedChoiceField:
    """A ruling: one of two cards, none of them chosen beforehand; gives a bool."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", yes), ("no", no)],
        coerce=lambda value: value == "yes",
        widget=RadioCards(in_two_columns=True),
        error_messages={
            "required": _("Please choose one of the two."),
            "invalid_choice": _("Please choose one of the two."),
        },
    )
