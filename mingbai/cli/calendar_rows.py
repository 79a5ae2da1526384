"""Reading a calendar file for a command, faults told in sentences."""

from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mingbai.cli.refused import Refused
from mingbai.lib.calendar_file import (
    CalendarDay,
    CalendarFault,
    CalendarRefused,
    read_calendar_csv,
)

FAULTS: Final = {
    CalendarFault.HEADER: gettext_lazy("the first row must be date,kind,name"),
    CalendarFault.EMPTY: gettext_lazy("there is no day in the file"),
    CalendarFault.COLUMNS: gettext_lazy("a row has three cells: date, kind, name"),
    CalendarFault.DATE: gettext_lazy("the date must be a day such as 2026-10-01"),
    CalendarFault.KIND: gettext_lazy("the kind must be holiday or workday"),
    CalendarFault.NAME: gettext_lazy("the occasion is missing"),
    CalendarFault.TWICE: gettext_lazy("this day stands in the file already"),
    CalendarFault.CSV: gettext_lazy("quotes or signs are broken"),
}


def calendar_rows(path: Path) -> list[CalendarDay]:
    """The days of the file; raises Refused."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return read_calendar_csv(lines)
    except OSError as error:
        what = _("%(file)s can't be read: %(reason)s")
        raise Refused(what % {"file": path, "reason": error.strerror}) from error
    except UnicodeDecodeError as error:
        what = _("%(file)s is not UTF-8; save it as CSV UTF-8.")
        raise Refused(what % {"file": path}) from error
    except CalendarRefused as error:
        what = _("%(file)s, row %(row)s: %(fault)s. Nothing was loaded.")
        facts = {"file": path, "row": error.row, "fault": FAULTS[error.fault]}
        raise Refused(what % facts) from error
