"""The form of everything a power says, section by section."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.places.actors import Officer
from mingbai.places.models import Body, Post
from mingbai.powers.counts import known_categories
from mingbai.powers.draft import Wish
from mingbai.powers.power_row import CLEAN, CellRefused
from mingbai.powers.said import TEXTS, WORDS, Statement
from mingbai.web.desk.duty_forms import day_field
from mingbai.web.desk.holder_field import HolderField, holder_key, holders_to_write

_ONE_A_LINE: Final = _("One entry a line.")
HINTS: Final[dict[str, Promise]] = {
    "code": _("As in your own list. It stands in the address and never changes."),
    "holder": _("Who decides: a body or a post."),
    "category": _("The kind that the official lists give it."),
    "name": _("What the power is called, such as 学区划定."),
    "item": _("Only where one power has several parts of its own."),
    "matter": _("What it is about, in a citizen's word, such as 教育 or 住房."),
    "explanation": _(
        "In plain words: what is decided, about whom, when, and what comes of it."
        " Nothing is published without it."
    ),
    "basis": _(
        "Law, article and words, one entry a line, such as 《义务教育法》第十二条：……"
    ),
    "conditions": _("When the power may be used. One entry a line."),
    "prohibitions": _("What must never be done with it. One entry a line."),
    "statutory_limit": _("What the law allows at most, such as 20个工作日."),
    "promised_limit": _("What you promise, not longer than that."),
    "rights": _("What those concerned may ask for: to be heard, to appeal …"),
    "duty_items": _ONE_A_LINE,
    "accountability": _("For which conduct one is called to account, one a line."),
    "risks": _(
        "One a line: risk point, grade (高, 中 or 低) and measure, with a bar between,"
        " such as 划片范围被人为调整|高|方案先公示七日"
    ),
    "circle": _("Who may know of it: 社会, 党内, 本单位 or 特定人员."),
    "openness_form": _("How it is made public, such as 网站、公示栏."),
    "openness_time": _("When, such as 形成后20个工作日内."),
    "telephone": _("Whom to call when something is wrong."),
    "section": _("The section or post that does the work."),
    "responsible": _("A post, never a person's name."),
}
LONG: Final = frozenset(
    {
        *("explanation", "basis", "conditions", "prohibitions", "rights"),
        *("duty_items", "accountability", "risks"),
    }
)
SECTIONS: Final[Sequence[tuple[Promise, tuple[str, ...]]]] = (
    (
        _("What it is"),
        ("code", "holder", "name", "item", "category", "matter", "explanation"),
    ),
    (_("On what it rests"), ("basis", "conditions", "prohibitions")),
    (_("How long it takes"), ("statutory_limit", "promised_limit")),
    (
        _("Rights, duties, accountability"),
        ("rights", "duty_items", "accountability", "risks"),
    ),
    (_("Disclosure"), ("circle", "openness_form", "openness_time")),
    (_("Whom to ask"), ("telephone", "section", "responsible")),
    (_("From when"), ("since",)),
)


class CellField(forms.CharField):
    """A text cleaned as a cell of an imported list is, with the same sentences."""

    def __init__(self, column: str, **kwargs: Any) -> None:
        super().__init__(strip=False, required=False, **kwargs)
        self.column = column
        # What no keyboard types is refused by the cell itself.
        self.validators = []

    def clean(self, value: Any) -> str:
        """What the list would keep; raises the sentence of the cell."""
        try:
            return CLEAN[self.column](self.column, str(value or ""))
        except CellRefused as refusal:
            raise ValidationError(str(refusal)) from refusal


@dataclass(frozen=True)
class Line:
    """A field of the form, and what stands in force where that is another text."""

    field: BoundField
    in_force: str


@dataclass(frozen=True)
class Section:
    """Fields that belong together."""

    title: str
    lines: list[Line]


class PowerForm(forms.Form):
    """All that a statement says; `in_force` is what stands beside it."""

    def __init__(
        self,
        *args: Any,
        officer: Officer,
        in_force: Statement | None = None,
        is_new: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.in_force = in_force
        if is_new:
            self.fields["code"] = _cell("code", _("Code of the power"))
            self.fields["code"].required = True
        for name in TEXTS:
            self.fields[name] = _cell(name, WORDS[name])
        for name in ("name", "explanation"):
            self.fields[name].required = True
        holder = HolderField(label=WORDS["holder"], help_text=HINTS["holder"])
        holder.offer(_with(holders_to_write(officer), self.initial.get("holder")))
        self.fields["holder"] = holder
        self.fields["category"] = self._category()
        self.fields["since"] = day_field(
            _("From which day it holds"),
            required=False,
            hint=_("Empty: from the day on which it is approved."),
        )
        # Refusals are listed in the order in which the fields are drawn.
        self.order_fields([one for _title, names in SECTIONS for one in names])
        self.initial = {**self.initial, **_keyed(self.initial)}

    def clean_explanation(self) -> str:
        """Without one nothing is published, so nothing is drafted either."""
        text = str(self.cleaned_data["explanation"])
        if not text:
            raise ValidationError(gettext("Please say in plain words what it is."))
        return text

    @property
    def sections(self) -> Iterator[Section]:
        """The fields as they are drawn."""
        for title, names in SECTIONS:
            lines = [Line(self[one], self._before(one)) for one in self._known(names)]
            yield Section(str(title), lines)

    def wish(self, code: str = "") -> Wish:
        """What a valid form asks for."""
        cleaned = self.cleaned_data
        statement = Statement(
            holder=cleaned["holder"], **{one: cleaned[one] for one in TEXTS}
        )
        since: date | None = cleaned["since"]
        return Wish(code or cleaned["code"], statement, since)

    def _known(self, names: tuple[str, ...]) -> list[str]:
        return [one for one in names if one in self.fields]

    def _category(self) -> forms.ChoiceField:
        """The official kinds, those of the list, and the one that it had before."""
        given = str(self.initial.get("category") or "")
        known = known_categories()
        names = [*known, *([given] if given not in {"", *known} else [])]
        return forms.ChoiceField(
            label=WORDS["category"],
            help_text=str(HINTS["category"]),
            required=False,
            choices=[("", _("Not stated")), *((one, one) for one in names)],
            error_messages={"invalid_choice": _("Please choose one from the list.")},
        )

    def _before(self, name: str) -> str:
        """What stands in force, where the form says something else."""
        if self.in_force is None or name not in WORDS:
            return ""
        shown = str(self[name].value() or "").replace("\r\n", "\n").strip()
        if name == "holder":
            held = self.in_force.holder
            return "" if shown == holder_key(held) else str(held)
        before = str(getattr(self.in_force, name))
        if shown == before.strip():
            return ""
        return before or gettext("(nothing)")


def initial_of(statement: Statement, since: date | None = None) -> dict[str, Any]:
    """What a form begins with that shall say this."""
    return {**statement.texts(), "holder": statement.holder, "since": since}


def _cell(name: str, label: Any) -> CellField:
    widget: forms.Widget = forms.TextInput()
    if name in LONG:
        widget = forms.Textarea({"rows": 6 if name == "explanation" else 4})
    return CellField(name, label=label, help_text=HINTS.get(name, ""), widget=widget)


def _with(holders: list[Body | Post], present: Any) -> list[Body | Post]:
    """Whoever holds the power now can keep it, merged or not."""
    if isinstance(present, Body | Post) and present not in holders:
        return [present, *holders]
    return holders


def _keyed(initial: Mapping[str, Any]) -> dict[str, str]:
    holder = initial.get("holder")
    return {"holder": holder_key(holder)} if isinstance(holder, Body | Post) else {}
