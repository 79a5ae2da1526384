"""The register of letters 登记簿: a day on a page, on paper, or in a workbook."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from io import BytesIO
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.letters.register_book import Entry, RegisterPage, day_page, whole_day
from mingbai.letters.tally import figures
from mingbai.lib.numbering import NotANumber, Ref, parse_ref
from mingbai.lib.workbook_write import write_xlsx
from mingbai.places.scoping import current_place
from mingbai.ui.parts import Tally
from mingbai.web.asked_day import AskedDay, asked_day
from mingbai.web.desk.pages import DeskRequest, desk_page

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# In the address: the whole day on one page.
WHOLE: Final = "whole"
HEADERS: Final = (
    *(_("Number"), _("Received"), _("Channel"), _("Validity"), _("Way")),
    *(_("Body"), _("Officer"), _("Due"), _("Closed")),
)
# In signs of a spreadsheet's usual font.
WIDTHS: Final = (14, 22, 8, 12, 12, 24, 12, 16, 16)


@desk_page
def register(request: DeskRequest) -> HttpResponse:
    """The letters received on one day, by number; all on one page to be printed."""
    asked = asked_day(request)
    found = _found(request, asked)
    context = {
        "asked": asked,
        "rows": found.rows,
        "has_imported": any(row.is_imported for row in found.rows),
        "totals": _totals(asked.day),
        "day_before": _address(asked.day - timedelta(days=1)),
        "day_after": "" if asked.is_today else _address(asked.day + timedelta(days=1)),
        "whole": f"{_address(asked.day)}&{WHOLE}=1"
        if found.has_before or found.has_after
        else "",
        "xlsx": f"{reverse('desk:register-xlsx')}?on={asked.iso}",
        **_pager(found, asked),
    }
    return render(request, "desk/register.html", context)


def _found(request: DeskRequest, asked: AskedDay) -> RegisterPage:
    if WHOLE in request.GET:
        rows = list(whole_day(asked.day, officer=request.officer))
        return RegisterPage(rows, has_before=False, has_after=False)
    return day_page(
        asked.day,
        officer=request.officer,
        after=_ref(request, "after"),
        before=_ref(request, "before"),
    )


@desk_page
def register_xlsx(request: DeskRequest) -> HttpResponse:
    """The whole day as a workbook; every cell is a text, none is run."""
    asked = asked_day(request)
    if asked.is_refused:
        raise Http404
    file = BytesIO()
    write_xlsx(
        file,
        sheet=asked.iso,
        header=[str(one) for one in HEADERS],
        rows=_cells(whole_day(asked.day, officer=request.officer)),
        widths=WIDTHS,
    )
    response = HttpResponse(file.getvalue(), content_type=XLSX)
    name = f"register-{asked.iso}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cells(entries: Iterator[Entry]) -> Iterator[Sequence[str]]:
    office = current_place().office
    for entry in entries:
        yield (
            entry.ref,
            f"{timezone.localtime(entry.received_at):%Y-%m-%d %H:%M}",
            entry.channel,
            str(entry.validity.label),
            str(entry.way.label) if entry.way else "",
            entry.body or office,
            entry.officer,
            entry.due_on.isoformat(),
            entry.closed_on.isoformat() if entry.closed_on else "",
        )


def _totals(day: date) -> list[Tally]:
    """What was counted on that day, whenever the letters came; one query."""
    found = figures(today=day, days=1)
    counted = (
        (gettext("Received"), found.received),
        (gettext("Answered in time"), found.in_time),
        (gettext("Answered late"), found.late),
        (gettext("Not accepted"), found.declined),
        (gettext("Duplicate"), found.merged),
        (gettext("Withdrawn"), found.withdrawn),
        (gettext("Returned"), found.returned),
        (gettext("Extended"), found.extended),
    )
    return [Tally(label=label, count=count) for label, count in counted]


def _address(day: date) -> str:
    return f"{reverse('desk:register')}?on={day.isoformat()}"


def _ref(request: DeskRequest, name: str) -> Ref | None:
    try:
        return parse_ref(request.GET.get(name, ""))
    except NotANumber:
        return None


def _pager(found: RegisterPage, asked: AskedDay) -> dict[str, str]:
    if not found.rows:
        return {"previous": "", "next": ""}
    here = _address(asked.day)
    first, last = found.rows[0].ref, found.rows[-1].ref
    return {
        "previous": f"{here}&before={first}" if found.has_before else "",
        "next": f"{here}&after={last}" if found.has_after else "",
    }
