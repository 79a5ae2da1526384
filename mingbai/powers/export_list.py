"""The list of a day as rows, under our own headers: what an import reads back."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from django.db.models import F

from mingbai.places.models import Body, Post
from mingbai.powers.holders import Holders
from mingbai.powers.list_columns import COLUMNS
from mingbai.powers.list_columns import HEADERS as SYNONYMS
from mingbai.powers.list_on import list_on

HEADERS: Final = tuple(SYNONYMS[column][0] for column in COLUMNS)
# In signs of a spreadsheet's usual font; long texts are wrapped.
WIDTHS: Final = {"职权编码": 18, "职权名称": 32, "职权说明": 60, "职权依据": 40}
USUAL_WIDTH: Final = 16
# Rows fetched at a time, however many there are.
CHUNK: Final = 500


def export_rows(
    day: date, holder: Post | Body | None = None
) -> Iterator[Sequence[str]]:
    """What stands in force that day, a row each: posts first, then bodies, by code.

    A cell for each of HEADERS. The holder is named so that an import finds the same
    one. Four queries, however long the list; use it while the place is open.
    """
    holders = Holders()
    versions = list_on(day)
    if holder is not None:
        is_post = isinstance(holder, Post)
        column = "holder_post" if is_post else "holder_body"
        versions = versions.filter(**{column: holder})
    ordered = versions.order_by(
        F("holder_post__precedence").asc(nulls_last=True),
        F("holder_body__precedence").asc(nulls_last=True),
        "power__code",
    )
    for version in ordered.iterator(chunk_size=CHUNK):
        said = version.statement.texts() | {
            "code": version.power.code,
            "holder": holders.name_of(version.holder),
        }
        yield [said[column] for column in COLUMNS]


def column_widths() -> list[int]:
    """How wide the columns of HEADERS are drawn in a workbook."""
    return [WIDTHS.get(header, USUAL_WIDTH) for header in HEADERS]
