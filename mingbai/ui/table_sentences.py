"""Why a file is no table we can read, in sentences that say what to do."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mingbai.lib.table_refused import Reason, TableRefused

SENTENCES: Final = {
    Reason.TOO_LARGE: gettext_lazy("The file is too large; divide it into several."),
    Reason.NOT_A_TABLE: gettext_lazy(
        "This is neither CSV nor an .xlsx workbook, whatever its name says."
    ),
    Reason.OLD_FORMAT: gettext_lazy(
        "This is an .xls workbook of before 2007; save it as .xlsx and try again."
    ),
    Reason.ENCRYPTED: gettext_lazy(
        "The workbook is protected by a password; save it without one."
    ),
    Reason.BOMB: gettext_lazy(
        "Unpacked, this workbook would be immense; it was not opened."
    ),
    Reason.NESTED: gettext_lazy(
        "Another document is hidden in this workbook; save the sheet alone."
    ),
    Reason.UNSAFE_XML: gettext_lazy(
        "This workbook declares things no spreadsheet writes; it was not opened."
    ),
    Reason.DAMAGED: gettext_lazy("The file is damaged; save it once more."),
    Reason.ENCODING: gettext_lazy(
        "The text is neither UTF-8 nor GB18030; save it as CSV UTF-8."
    ),
    Reason.NUL: gettext_lazy("There is a null character in it."),
    Reason.EMPTY: gettext_lazy("There is nothing in the file."),
    Reason.TOO_WIDE: gettext_lazy("There are more than %(detail)s columns."),
    Reason.CELL_TOO_LONG: gettext_lazy(
        "A cell is too long, perhaps after a quotation mark that is never closed."
    ),
    Reason.TOO_MANY_ROWS: gettext_lazy(
        "There are more than %(detail)s rows; divide the file into several."
    ),
}


def table_sentence(refused: TableRefused) -> str:
    """The sentence, with sheet and row where it has them."""
    sentence = str(SENTENCES[refused.reason]) % {"detail": refused.detail}
    return f"{position(refused.sheet, refused.row)}{sentence}"


def position(sheet: str, row: int | None) -> str:
    """Where in a table: sheet and row as the spreadsheet shows them, or nothing."""
    if sheet and row is not None:
        return _("Sheet %(sheet)s, row %(row)s: ") % {"sheet": sheet, "row": row}
    if row is not None:
        return _("Row %(row)s: ") % {"row": row}
    return _("Sheet %(sheet)s: ") % {"sheet": sheet} if sheet else ""
