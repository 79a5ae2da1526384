"""What answering a letter asks for: the answer itself, an interim word, a question."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.letters.models import ReplyDraft
from mingbai.letters.models.promise import WHAT_LENGTH
from mingbai.letters.promise_warnings import WORDS as PROMISE_WORDS
from mingbai.letters.promise_warnings import promise_warnings
from mingbai.letters.reply import REPLY_LENGTH, Promised
from mingbai.letters.reply_warnings import WORDS, reply_warnings
from mingbai.web.desk.letter_fields import words_field
from mingbai.web.desk.letter_forms import LetterForm
from mingbai.web.desk.letter_open import OpenLetter

# Rows for promises in one answer.
PROMISES: Final = 3
# The button that sends an answer in spite of what it lacks.
DESPITE: Final = "despite"


def warnings_of(desk: OpenLetter, text: str, promised: Iterable[str]) -> list[str]:
    """What an answer lacks, and what its promises had better not tell."""
    return [
        *(str(WORDS[one]) for one in reply_warnings(desk.handling, text)),
        *(
            str(PROMISE_WORDS[one])
            for one in promise_warnings(desk.letter, promised, by=desk.officer)
        ),
    ]


class ReplyForm(LetterForm):
    """The final answer, and what it promises by which day."""

    text = words_field(
        _("Final reply"),
        hint=_(
            "What was asked, who looked into it, the findings point by point, what"
            " happens next and by when, and whom to call. It is sent as it stands."
        ),
        longest=REPLY_LENGTH,
        rows=16,
        missing=_("Please write the answer."),
    )
    is_for_merged = forms.BooleanField(
        label=_("The same answer for all letters merged into this one"),
        required=False,
        initial=True,
    )
    # Whose draft it begins with; None when nobody has typed anything yet.
    draft: ReplyDraft | None = None

    def offer(self) -> None:
        """Rows for promises, the newest draft, the question about merged letters."""
        for row in range(PROMISES):
            self.fields[f"what-{row}"] = _what_field()
            self.fields[f"day-{row}"] = _day_field()
        if not self.desk.merged_and_waiting:
            del self.fields["is_for_merged"]
        if "text" not in self.initial and self.desk.drafts:
            own = [
                one for one in self.desk.drafts if one.user_id == self.desk.officer.user
            ]
            self.draft = [*own, *self.desk.drafts][0]
            self.initial["text"] = self.draft.text

    def promise_rows(self) -> Iterator[tuple[BoundField, BoundField]]:
        """The pairs of fields that make a promise."""
        for row in range(PROMISES):
            yield self[f"what-{row}"], self[f"day-{row}"]

    def has_promises(self) -> bool:
        """Whether anything stands in these rows."""
        return any(field.value() for pair in self.promise_rows() for field in pair)

    def clean(self) -> dict[str, Any]:
        """A promise has both: what, and a day yet to come."""
        for what, day in self.promise_rows():
            self._clean_promise(what.name, day.name)
        return self.cleaned_data

    def _clean_promise(self, what: str, day: str) -> None:
        said, due_on = self.cleaned_data.get(what), self.cleaned_data.get(day)
        if said and due_on is None and day not in self.errors:
            self.add_error(day, gettext("Please give the day."))
        if due_on and not said and what not in self.errors:
            self.add_error(what, gettext("Please say what is promised."))
        if due_on and due_on <= self.desk.today:
            self.add_error(day, gettext("A promise is about a day yet to come."))

    def arguments(self) -> dict[str, Any]:
        """Text, promises, and whether the merged letters get the same."""
        cleaned = self.cleaned_data
        promises = [
            Promised(cleaned[what.name], cleaned[day.name])
            for what, day in self.promise_rows()
            if cleaned[what.name]
        ]
        return {
            "text": cleaned["text"],
            "promises": promises,
            "is_for_merged": cleaned.get("is_for_merged", False),
        }

    def warnings(self) -> list[str]:
        """What the answer lacks, unless its writer has seen that and sends it so."""
        text = self.cleaned_data["text"]
        if self.data.get(DESPITE) == self.digest():
            return []
        return warnings_of(self.desk, text, self._promised())

    def digest(self) -> str:
        """What stands for these very words on the button that sends all the same."""
        text = self.data.get(self.add_prefix("text"), "").replace("\r\n", "\n")
        words = "\0".join([text, *self._promised()])
        return hashlib.sha256(words.encode()).hexdigest()

    def _promised(self) -> list[str]:
        return [str(what.value() or "") for what, _day in self.promise_rows()]


class DraftForm(ReplyForm):
    """The answer as far as it has come; only its text is kept."""

    def offer(self) -> None:
        """It may be empty: then the draft is thrown away."""
        super().offer()
        self.fields["text"].required = False

    def clean(self) -> dict[str, Any]:
        """Promises may be half said."""
        return self.cleaned_data

    def arguments(self) -> dict[str, Any]:
        """Its text."""
        return {"text": self.cleaned_data["text"]}

    def warnings(self) -> list[str]:
        """It goes nowhere yet."""
        return []


class InterimForm(LetterForm):
    """A word on the way."""

    text = words_field(
        _("Interim reply"),
        hint=_("How far it is and what happens next. The clock does not stop for it."),
        longest=REPLY_LENGTH,
        rows=5,
        missing=_("Please write the answer."),
    )


class QuestionForm(LetterForm):
    """What the letter leaves open."""

    text = words_field(
        _("Question to the writer"),
        hint=_("The writer reads it and may add to the letter. The clock runs on."),
        missing=_("Please write the question."),
    )


def _what_field() -> forms.CharField:
    return forms.CharField(
        label=_("What is promised"),
        required=False,
        max_length=WHAT_LENGTH,
        error_messages={
            "max_length": _("At most %(limit_value)d characters fit here.")
        },
    )


def _day_field() -> forms.DateField:
    return forms.DateField(
        label=_("By which day"),
        required=False,
        input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("This is no day. Write it like 2026-03-01.")},
    )
