"""A form field for what people write in their own words."""

import unicodedata
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

_ALLOWED_CONTROLS: Final = frozenset("\n\r\t")


class VerbatimField(forms.CharField):
    """A text kept as it was typed; it refuses what no keyboard types."""

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.longest = longest
        # Django's own sentence about NUL does not say what to do.
        self.validators = []

    def clean(self, value: Any) -> str:
        """The text unchanged; raises sentences that say what to do."""
        text = str(value or "")
        length = len(text.replace("\r\n", "\n"))
        if length > self.longest:
            raise ValidationError(
                gettext(
                    "You have written %(length)s characters; %(longest)s fit here."
                    " Please shorten it, or send the rest as a second letter."
                )
                % {"length": f"{length:,}", "longest": f"{self.longest:,}"}
            )
        if any(_is_forbidden(sign) for sign in text):
            raise ValidationError(
                gettext(
                    "There are invisible control characters in it, often brought by"
                    " copying. Please delete that part and type it again."
                )
            )
        if self.required and not text.strip():
            raise ValidationError(self.error_messages["required"])
        return text


def _is_forbidden(sign: str) -> bool:
    return unicodedata.category(sign) == "Cc" and sign not in _ALLOWED_CONTROLS
