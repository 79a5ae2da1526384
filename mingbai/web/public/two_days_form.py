"""Asking for two days of the list: a form that any page about the list can carry."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mingbai.web.asked_day import read_day

FROM: Final = "from"
TO: Final = "to"


class DayField(forms.Field):
    """A day of 1900 to 2199, as a date field sends it or as people write it."""

    def to_python(self, value: Any) -> date | None:
        """The day; None when nothing was typed. Raises ValidationError."""
        written = str(value or "").strip()
        day = read_day(written)
        if written and day is None:
            raise ValidationError(_("This is no day. Write it like 2026-03-01."))
        return day


def _day_field(label: Any) -> DayField:
    return DayField(
        label=label,
        error_messages={"required": _("Please choose a day.")},
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


class TwoDaysForm(forms.Form):
    """Which two days of the list shall be compared."""

    def __init__(
        self,
        said: Mapping[str, str] | None = None,
        *,
        initial: dict[str, str] | None = None,
    ) -> None:
        super().__init__(said, initial=initial, auto_id="between-%s")
        # `from` is no name that a class body takes.
        self.fields[FROM] = _day_field(_("Earlier day"))
        self.fields[TO] = _day_field(_("Later day"))

    @property
    def days(self) -> tuple[date, date]:
        """Both days of a valid form, the earlier one first, however they were asked."""
        one, other = self.cleaned_data[FROM], self.cleaned_data[TO]
        return (one, other) if one <= other else (other, one)

    def clean(self) -> None:
        """Let a date field that would hide what is no day show it as it was typed."""
        for name in self.errors:
            self.fields[name].widget.input_type = "text"


def query_of(first: date, last: date) -> dict[str, str]:
    """What an address says of these days."""
    return {FROM: first.isoformat(), TO: last.isoformat()}


def offered(first: date, last: date) -> TwoDaysForm:
    """The form with these days in it."""
    return TwoDaysForm(initial=query_of(first, last))


def year_before(day: date) -> date:
    """The same day a year ago; the last of February for a leap day."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)
