"""What the place decides about letters: the limits of each kind, and approval."""

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.letters.limits import FIELDS, Limits, limits_of
from mingbai.letters.models import Letter, Practice
from mingbai.letters.set_limits import MOST_DAYS, BadLimits, set_limits
from mingbai.letters.set_practice import set_practice
from mingbai.places.models import Body
from mingbai.places.scoping import current_place
from mingbai.ui.parts import Crumb
from mingbai.web.desk.letter_fields import BODIES, BodyField
from mingbai.web.desk.pages import DeskRequest, desk_page, render_desk

LABELS: Final = {
    "receipt_days": _("Promised on the receipt"),
    "direct_days": _("When the office answers itself"),
    "body_days": _("When a body answers"),
    "interim_days": _("Interim reply expected by"),
    "extension_days": _("One extension at most"),
    "return_days": _("To return it as not ours"),
    "assist_days": _("For an assisting body"),
}
HINTS: Final = {
    "receipt_days": _("From the day of receipt. Empty: the default of the place."),
    "direct_days": _("From the day the office takes it in hand."),
    "body_days": _("From the day it was passed on; never later than promised."),
    "interim_days": _("From the day it was passed on. Empty: none is expected."),
}
MAY_BE_EMPTY: Final = frozenset({"receipt_days", "interim_days"})


class LimitsForm(forms.Form):
    """The limits of one kind of letter, all in working days."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIELDS:
            self.fields[name] = _days_field(name)

    def limits(self) -> Limits:
        """What a valid form says."""
        return Limits(**{name: self.cleaned_data[name] for name in FIELDS})


class ApprovalForm(forms.Form):
    """A body, and whether its answers go to its head first."""

    body = BodyField(label=_("Body"))
    wants_approval = forms.TypedChoiceField(
        choices=[("yes", ""), ("no", "")], coerce=lambda value: value == "yes"
    )

    def __init__(self, bodies: list[Body], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, BodyField)
        field.offer(bodies)


@dataclass(frozen=True)
class LimitRow:
    """One limit, for each kind of letter in words."""

    label: str
    days: list[tuple[Letter.Kind, str]]


@desk_page
def letter_rules(request: DeskRequest) -> HttpResponse:
    """The limits of all kinds, and the bodies whose answers are approved."""
    return _page(request)


@desk_page
def letter_limits(request: DeskRequest, kind: str) -> HttpResponse:
    """Change the limits of a kind."""
    if kind not in Letter.Kind.values:
        raise Http404
    present = limits_of(kind)
    form = LimitsForm(
        request.POST or None,
        initial={name: getattr(present, name) for name in FIELDS},
    )
    if form.is_valid() and _are_set(request, kind, form):
        return HttpResponseRedirect(f"{reverse('desk:letter-rules')}?done=limits")
    context = {
        "form": form,
        "above": [Crumb(gettext("Rules for letters"), reverse("desk:letter-rules"))],
        "page": {
            "title": gettext("Limits: %(kind)s") % {"kind": Letter.Kind(kind).label},
            "lead": gettext("All of them in working days."),
            "button": gettext("Change the limits"),
            "back": reverse("desk:letter-rules"),
            "follows": [
                gettext("They hold from now on; no day that was promised is moved."),
                gettext("The change stands in the public ledger."),
            ],
        },
    }
    status = 422 if form.is_bound else 200
    return render_desk(request, "desk/place_form.html", context, status=status)


def _are_set(request: DeskRequest, kind: str, form: LimitsForm) -> bool:
    try:
        set_limits(by=request.officer, at=request.at, kind=kind, limits=form.limits())
    except BadLimits as refusal:
        for name in refusal.fields:
            form.add_error(name, gettext("The law or this site allows fewer days."))
        return False
    return True


@desk_page
def letter_approval(request: DeskRequest) -> HttpResponse:
    """Let a body's answers be approved, or no longer."""
    form = ApprovalForm(_bodies(), request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    set_practice(by=request.officer, at=request.at, **form.cleaned_data)
    return HttpResponseRedirect(f"{reverse('desk:letter-rules')}?done=approval")


def _page(
    request: DeskRequest, form: ApprovalForm | None = None, status: int = 200
) -> HttpResponse:
    bodies = _bodies()
    approving = Practice.objects.filter(wants_approval=True).select_related("body")
    context = {
        "kinds": list(Letter.Kind),
        "rows": _rows(),
        "approving": [one.body for one in approving.order_by("body__precedence")],
        "form": form or ApprovalForm(bodies),
        "bodies": bodies,
        "list": BODIES,
        "done": {
            "limits": gettext("The limits are changed."),
            "approval": gettext("It is changed."),
        }.get(request.GET.get("done", ""), ""),
    }
    return render_desk(request, "desk/letter_rules.html", context, status=status)


def _bodies() -> list[Body]:
    return list(
        Body.objects.filter(merged_into__isnull=True).exclude(kind=Body.Kind.COMMITTEE)
    )


def _rows() -> list[LimitRow]:
    limits = {kind: limits_of(kind) for kind in Letter.Kind}
    return [
        LimitRow(
            str(label),
            [(kind, _days(one, name)) for kind, one in limits.items()],
        )
        for name, label in LABELS.items()
    ]


def _days(limits: Limits, name: str) -> str:
    days = getattr(limits, name)
    if name == "receipt_days" and days is None:
        days = current_place().reply_working_days
    if days is None:
        return gettext("none")
    return gettext("%(days)s working days") % {"days": days}


def _days_field(name: str) -> forms.IntegerField:
    # Nothing may be added by an extension, or promised on the very day of receipt.
    least = 0 if name == "extension_days" else 1
    wrong = _("Please enter a number of days, at most %(most)s.")
    return forms.IntegerField(
        label=LABELS[name],
        help_text=HINTS.get(name, ""),
        required=name not in MAY_BE_EMPTY,
        min_value=least,
        max_value=MOST_DAYS,
        widget=forms.NumberInput({"class": "short"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            str(wrong) % {"most": MOST_DAYS},
        ),
    )
