"""The page of a power's fields says what the code does: names, headers and lengths."""

from typing import Final

import pytest
from django.db.models import Field

from mingbai.powers.list_columns import COLUMNS, HEADERS
from mingbai.powers.models import Power, PowerVersion
from mingbai.powers.power_row import HOLDER_LENGTH, TEXT_LENGTH
from mingbai.powers.said import TEXTS
from tests.documents import document

ROWS: Final = {
    row[0].strip("`"): row for row in document("docs/reference/power-fields.md").rows
}


def longest(column: str) -> int:
    if column == "holder":
        return HOLDER_LENGTH
    model = Power if column == "code" else PowerVersion
    field = model._meta.get_field(column)
    assert isinstance(field, Field)
    return field.max_length or TEXT_LENGTH


def test_each_field_has_its_line() -> None:
    assert list(ROWS) == list(COLUMNS)
    assert {*COLUMNS} == {*TEXTS, "code", "holder"}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_line_names_every_header_and_the_length(column: str) -> None:
    ours, *synonyms = HEADERS[column]
    row = ROWS[column]
    assert row[2] == ours
    assert row[-1] == "、".join(synonyms)
    assert row[-2] == str(longest(column))


def test_no_header_means_two_things() -> None:
    names = [name for known in HEADERS.values() for name in known]
    assert len(names) == len(set(names))
