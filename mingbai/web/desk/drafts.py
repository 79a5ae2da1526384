"""Drafts of powers: what waits, what changes, and the decision of a second person."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.accounts.models import DutyKind
from mingbai.places.policy import Act, Facts, may
from mingbai.powers.decide_draft import (
    RemarkMissing,
    approve,
    review,
    send_back,
    withdraw,
)
from mingbai.powers.draft import NotOpen
from mingbai.powers.models import Draft
from mingbai.ui.parts import Crumb, Tally
from mingbai.web.desk.draft_refusals import REFUSALS, sentence
from mingbai.web.desk.draft_shown import shown
from mingbai.web.desk.draft_words import kind_words, tone_of, what_happened
from mingbai.web.desk.pages import DeskRequest, desk_page, render_desk
from mingbai.web.desk.power_edit import seen_at
from mingbai.web.desk.power_scope import drafts_in_reach
from mingbai.web.verbatim_field import VerbatimField

PER_PAGE: Final = 30
REMARK_LENGTH: Final = 500
STATES: Final = (Draft.State.WRITTEN, Draft.State.REVIEWED, Draft.State.SENT_BACK)


class RemarkField(VerbatimField):
    """Belongs to one button of several: the verb demands it, not the form."""

    follows_choice = True


class RemarkForm(forms.Form):
    """Why a draft is sent back."""

    remark = RemarkField(
        label=_("Why it is sent back"),
        help_text=_("The writer reads it. Say what has to be mended."),
        longest=REMARK_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


@desk_page
def drafts(request: DeskRequest) -> HttpResponse:
    """What waits for somebody, the oldest first."""
    reach = Draft.objects.open().filter(drafts_in_reach(request.officer))
    state = request.GET.get("state", "")
    if state and state not in STATES:
        raise Http404
    rows = reach.filter(state=state) if state else reach
    found, previous, following = _page(request, rows.with_names(), state)
    context = {
        "rows": [(draft, kind_words(draft), tone_of(draft)) for draft in found],
        "tallies": _tallies(reach, state),
        "previous": previous,
        "next": following,
        "done": _imported(request),
        "me": request.user.pk,
    }
    return render_desk(request, "desk/drafts.html", context)


@desk_page
def draft(request: DeskRequest, draft: UUID) -> HttpResponse:
    """What the draft changes, and what this official may do with it now."""
    return _draft_page(request, _find(request, draft))


@desk_page
def draft_decide(request: DeskRequest, draft: UUID) -> HttpResponse:
    """Pass, approve, send back or withdraw."""
    found = _find(request, draft)
    form = RemarkForm(request.POST)
    decision = request.POST.get("decision", "")
    if decision not in {"review", "approve", "send_back", "withdraw"}:
        raise Http404
    if not form.is_valid():
        return _draft_page(request, found, form=form, status=422)
    if request.POST.get("seen", "") != seen_at(found.written_at):
        return _draft_page(request, found, form=form, problem=_meanwhile(found))
    try:
        _decide(request, found, decision, form.cleaned_data["remark"])
    except RemarkMissing as refusal:
        form.add_error("remark", sentence(refusal))
        return _draft_page(request, found, form=form, status=422)
    except NotOpen:
        found = _find(request, draft)
        return _draft_page(request, found, form=form, problem=_meanwhile(found))
    except REFUSALS as refusal:
        # The row was put back as it was, and is read so.
        found = _find(request, draft)
        return _draft_page(request, found, form=form, problem=sentence(refusal))
    return redirect(f"{reverse('desk:draft', args=[found.pk])}?done={decision}")


def _decide(request: DeskRequest, found: Draft, decision: str, remark: str) -> None:
    by, at = request.officer, request.at
    if decision == "review":
        review(by=by, at=at, draft=found)
    elif decision == "approve":
        approve(by=by, at=at, draft=found)
    elif decision == "withdraw":
        withdraw(by=by, at=at, draft=found)
    else:
        send_back(by=by, at=at, draft=found, remark=remark)


def _meanwhile(found: Draft) -> str:
    said = gettext("%(happened)s Nothing was changed by you; look at it once more.")
    return said % {"happened": what_happened(found)}


def _find(request: DeskRequest, draft: UUID) -> Draft:
    reach = drafts_in_reach(request.officer)
    found = (
        Draft.objects.with_names()
        .select_related("version__leaf", "version__power", "leaf")
        .filter(reach, pk=draft)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _draft_page(
    request: DeskRequest,
    found: Draft,
    *,
    form: RemarkForm | None = None,
    problem: str = "",
    status: int = 409,
) -> HttpResponse:
    said: dict[str, str] = {
        "written": gettext("The draft is written; another person looks at it next."),
        "review": gettext("Passed: it holds no secret. It waits for approval."),
        "approve": gettext("Approved and published."),
        "send_back": gettext("Sent back to its writer, with your reason."),
        "withdraw": gettext("Withdrawn; nothing was published."),
    }
    concerned = Facts(concerned=found.written_by_id)
    may_send_back = may(request.officer, Act.POWER_REVIEW, concerned)
    is_waiting = found.state in {Draft.State.WRITTEN, Draft.State.REVIEWED}
    context: dict[str, Any] = {
        **shown(found, request.officer, request.today),
        "form": form,
        "remark_form": form or RemarkForm(),
        "may_send_back": may_send_back and is_waiting,
        "seen": seen_at(found.written_at),
        "problem": problem,
        "done": said.get(request.GET.get("done", ""), ""),
        "above": [Crumb(gettext("Drafts"), reverse("desk:drafts"))],
    }
    code = status if problem or form else 200
    return render_desk(request, "desk/draft.html", context, status=code)


def _tallies(reach: Any, state: str) -> list[Tally]:
    counts = {
        row["state"]: row["number"]
        for row in reach.order_by().values("state").annotate(number=Count("pk"))
    }
    here = reverse("desk:drafts")
    return [
        Tally(
            gettext("All open drafts"), sum(counts.values()), here, is_current=not state
        ),
        *(
            Tally(
                str(one.label),
                counts.get(one, 0),
                f"{here}?state={one.value}",
                is_current=one.value == state,
                is_alarm=one is Draft.State.SENT_BACK,
            )
            for one in STATES
        ),
    ]


def _page(request: DeskRequest, rows: Any, state: str) -> tuple[list[Draft], str, str]:
    """Thirty after or before the one named in the address."""
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    mark = _mark(before or after)
    if mark is not None and before:
        earlier = Q(written_at__lt=mark.written_at) | Q(
            written_at=mark.written_at, pk__lt=mark.pk
        )
        found = list(rows.filter(earlier).reverse()[: PER_PAGE + 1])
        has_before, has_after = len(found) > PER_PAGE, True
        found = found[:PER_PAGE][::-1]
    else:
        if mark is not None:
            rows = rows.filter(
                Q(written_at__gt=mark.written_at)
                | Q(written_at=mark.written_at, pk__gt=mark.pk)
            )
        found = list(rows[: PER_PAGE + 1])
        has_before, has_after = mark is not None, len(found) > PER_PAGE
        found = found[:PER_PAGE]
    if not found:
        return [], "", ""
    here = f"?state={state}"
    return (
        found,
        f"{here}&before={found[0].pk}" if has_before else "",
        f"{here}&after={found[-1].pk}" if has_after else "",
    )


def _mark(given: str) -> Draft | None:
    try:
        return Draft.objects.filter(pk=UUID(given)).first() if given else None
    except ValueError:
        return None


def _imported(request: DeskRequest) -> str:
    """What an import has just written; the numbers come from its own redirect."""
    given = request.GET.get("imported", "")
    if not given.isdecimal() or len(given) > 6:
        return ""
    if not request.officer.has(DutyKind.EDITOR, DutyKind.OFFICER):
        return ""
    return gettext(
        "Drafts written: %(number)s. Another person looks at each of them next."
    ) % {"number": int(given)}
