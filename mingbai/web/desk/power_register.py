"""The register of powers: what stands in the list, and what is being changed."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.accounts.models import DutyKind
from mingbai.places.actors import Officer
from mingbai.places.models import Body
from mingbai.powers.counts import count_of, known_categories
from mingbai.powers.models import Draft, PowerVersion, PowerVersionQuerySet
from mingbai.ui.parts import Tally
from mingbai.web.desk.draft_words import tone_of
from mingbai.web.desk.holder_field import HolderField, holder_key, holders_to_read
from mingbai.web.desk.pages import DeskRequest, desk_page, render_desk
from mingbai.web.desk.power_scope import held_in_reach, may_write

PER_PAGE: Final = 50
UNEXPLAINED: Final = "unexplained"
DRAFTED: Final = "drafted"
# Three filters fill a phone's first screen, so they wait behind a word.
FOLDED: Final = ("holder", "category", "state")


@dataclass(frozen=True)
class Entry:
    """A power in the register: what it says now, and what is being written."""

    version: PowerVersion
    # None where nobody is changing it.
    draft: Draft | None
    tone: str
    is_ahead: bool
    may_write: bool


@dataclass(frozen=True)
class RegisterPage:
    """Some powers by code, and the addresses of the pages beside them."""

    versions: list[PowerVersion]
    previous_href: str
    next_href: str


class RegisterForm(forms.Form):
    """What of the register shall be shown."""

    prefix = "f"

    holder = HolderField(label=_("Body or post"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            (UNEXPLAINED, _("Without an explanation")),
            (DRAFTED, _("With an open draft")),
        ],
    )
    q = forms.CharField(
        label=_("Part of the name or the code"),
        required=False,
        max_length=64,
        widget=forms.SearchInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["holder"]
        assert isinstance(field, HolderField)
        field.offer(holders_to_read(officer), empty=gettext("All"))
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)
        known = ((one, one) for one in known_categories())
        category.choices = [("", gettext("All")), *known]

    def wanted(self) -> Q:
        """The condition of what was filled in; what makes no sense is left out."""
        self.full_clean()
        given = self.cleaned_data
        found = Q()
        if holder := given.get("holder"):
            kind = "holder_body" if isinstance(holder, Body) else "holder_post"
            found &= Q(**{kind: holder})
        if category := given.get("category"):
            found &= Q(category=category)
        if part := given.get("q"):
            found &= Q(name__icontains=part) | Q(power__code__icontains=part)
        if given.get("state") == UNEXPLAINED:
            found &= Q(explanation="")
        if given.get("state") == DRAFTED:
            found &= Q(Exists(Draft.objects.open().filter(power=OuterRef("power"))))
        return found


@desk_page
def powers(request: DeskRequest) -> HttpResponse:
    """The powers of a body, or of all the official may see, by code."""
    officer = request.officer
    form = RegisterForm(request.GET, officer=officer)
    reach = PowerVersion.objects.filter(held_in_reach(officer), until__isnull=True)
    wanted = reach.filter(form.wanted())
    page = _page(wanted, request)
    holder = form.cleaned_data.get("holder")
    context = {
        "filters": form,
        "is_narrowed": any(form.cleaned_data.values()),
        # One that is set, or refused, is seen.
        "is_unfolded": any(form[name].value() for name in FOLDED),
        "entries": _entries(page.versions, officer, request.today),
        "previous": page.previous_href,
        "next": page.next_href,
        "tallies": _tallies(wanted, form),
        "may_add": officer.has(DutyKind.EDITOR, DutyKind.OFFICER),
        "merged": holder
        if isinstance(holder, Body) and holder.merged_into_id
        else None,
        "may_move": officer.has(DutyKind.EDITOR),
    }
    return render_desk(request, "desk/powers.html", context)


def register_of(holder: Body) -> str:
    """The address of the register of a body."""
    query = urlencode({"f-holder": holder_key(holder)})
    return f"{reverse('desk:powers')}?{query}"


def _page(wanted: PowerVersionQuerySet, request: DeskRequest) -> RegisterPage:
    """By keyset: after or before a code, never by counting rows; one query."""
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    rows = wanted.with_holder().order_by("power__code")
    if before and "\0" not in before:
        found = list(rows.filter(power__code__lt=before).reverse()[: PER_PAGE + 1])
        shown = found[:PER_PAGE][::-1]
        return _beside(request, shown, is_first=len(found) <= PER_PAGE, is_last=False)
    if after and "\0" not in after:
        rows = rows.filter(power__code__gt=after)
    found = list(rows[: PER_PAGE + 1])
    is_last = len(found) <= PER_PAGE
    return _beside(request, found[:PER_PAGE], is_first=not after, is_last=is_last)


def _beside(
    request: DeskRequest, shown: list[PowerVersion], *, is_first: bool, is_last: bool
) -> RegisterPage:
    kept = {
        name: value
        for name, value in request.GET.items()
        if name.startswith("f-") and value
    }

    def href(direction: str, version: PowerVersion) -> str:
        return f"?{urlencode({**kept, direction: version.power.code})}"

    return RegisterPage(
        shown,
        href("before", shown[0]) if shown and not is_first else "",
        href("after", shown[-1]) if shown and not is_last else "",
    )


def _entries(
    versions: list[PowerVersion], officer: Officer, today: date
) -> list[Entry]:
    powers = [version.power_id for version in versions]
    drafts = {
        draft.power_id: draft for draft in Draft.objects.open().filter(power__in=powers)
    }
    return [
        Entry(
            version=version,
            draft=(draft := drafts.get(version.power_id)),
            tone=tone_of(draft) if draft else "",
            is_ahead=version.since > today,
            may_write=may_write(officer, version.holder),
        )
        for version in versions
    ]


def _tallies(wanted: PowerVersionQuerySet, form: RegisterForm) -> list[Tally]:
    count = count_of(wanted)
    given = {f"f-{name}": form[name].value() or "" for name in form.fields}
    lacking = urlencode({**given, "f-state": UNEXPLAINED})
    return [
        Tally(gettext("Powers"), count.total),
        Tally(
            gettext("Without an explanation"),
            count.unexplained,
            href=f"?{lacking}",
            is_alarm=True,
            is_current=form.cleaned_data.get("state") == UNEXPLAINED,
        ),
    ]
