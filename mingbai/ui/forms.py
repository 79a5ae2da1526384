"""Form controls: Django's forms drawn with our fields.

Settings name it: `FORM_RENDERER = "mingbai.ui.forms.Renderer"`. Then
`{{ form.title.as_field_group }}` draws label, hint, error and control, tied
together by ids.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates


class Control(BoundField):
    """A field whose browser neither cuts nor refuses what is typed.

    `maxlength` would silently cut a pasted letter, and `required` would answer in
    the browser's own words and language; both are said by our own error summary.
    """

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """Django's attributes without `required` and `maxlength`."""
        built = super().build_widget_attrs(attrs, widget)
        return {**built, "required": False, "maxlength": False, "minlength": False}


class Renderer(DjangoTemplates):
    """Draws forms and fields with the templates in ui/forms/."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = Control


class RadioCards(forms.RadioSelect):
    """Radio buttons as cards: each choice with a hint of its own.

    `hints` maps a choice's value to a sentence; `in_two_columns` sets them side by
    side where there is room.
    """

    template_name = "ui/forms/cards.html"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        hints: Mapping[str, object] | None = None,
        in_two_columns: bool = False,
    ) -> None:
        super().__init__(attrs)
        self.hints = hints or {}
        self.in_two_columns = in_two_columns

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        """Django's context with `in_two_columns`."""
        context = super().get_context(name, value, attrs)
        context["in_two_columns"] = self.in_two_columns
        return context

    def create_option(
        self, name: str, value: Any, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """Django's option with its `hint`."""
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "hint": self.hints.get(str(value), "")}


class FollowUp(forms.ChoiceField):
    """A select that belongs to one answer of another field: not optional, not always.

    The form itself demands it when that answer was given.
    """

    follows_choice = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})


class FollowUpText(forms.CharField):
    """A line that belongs to one answer of another field; see FollowUp."""

    follows_choice = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})


class Cards(forms.CheckboxSelectMultiple):
    """Check boxes as cards, for choosing several."""

    template_name = "ui/forms/cards.html"


class Telephone(forms.TelInput):
    """A telephone number: digits on a phone's keyboard, filled in by the browser."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        ours = {"inputmode": "tel", "autocomplete": "tel", "class": "short"}
        super().__init__({**ours, **(attrs or {})})


class Email(forms.EmailInput):
    """An e-mail address: its keyboard on a phone, filled in by the browser."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        ours = {"autocomplete": "email", "class": "short"}
        super().__init__({**ours, **(attrs or {})})


class Code(forms.TextInput):
    """A receipt, a number, a one-time code: never corrected, never remembered."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        ours = {
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        }
        super().__init__({**ours, **(attrs or {})})
