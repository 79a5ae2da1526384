"""Registration numbers: how they are shown and what is read as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingbai.lib.numbering import (
    LARGEST_NUMBER,
    NotANumber,
    Ref,
    format_ref,
    parse_ref,
)

MEANT = Ref(2026, 48213)
refs = st.builds(Ref, st.integers(2000, 2099), st.integers(1, LARGEST_NUMBER))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "26",
        "26-",
        "-0048213",
        "26-0000000",
        "2648213",
        "6-0048213",
        "026-0048213",
        "1926-0048213",
        "26-0048213-1",
        "26.0048213",
        "26-00482l3",
        "26-四八二一三",
        "26-①②③",
        "26-٤٨٢١٣",
        "26-2147483648",
        "26-" + "0" * 100_000 + "1",
        "来信",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NotANumber):
        parse_ref(text)


@pytest.mark.parametrize(("year", "number"), [(1999, 1), (2100, 1), (26, 1), (2026, 0)])
def test_a_number_that_is_never_given_is_not_shown(year: int, number: int) -> None:
    with pytest.raises(NotANumber):
        format_ref(year, number)


@given(st.text())
def test_any_text_is_a_number_or_is_refused(text: str) -> None:
    try:
        parse_ref(text)
    except NotANumber:
        return


def test_a_number_is_shown_with_seven_digits() -> None:
    assert format_ref(2026, 48213) == "26-0048213"
    assert format_ref(2000, 1) == "00-0000001"


def test_a_number_beyond_seven_digits_is_shown_whole() -> None:
    assert format_ref(2026, 12_345_678) == "26-12345678"


@pytest.mark.parametrize(
    "text",
    [
        "26-0048213",
        "26-48213",
        "２６－００４８２１３",
        "26—48213",
        "26——0048213",
        " 26 - 004 8213\n",
        "\u300026−0048213",
        "\u200b26-0048213\ufeff",
        "2026-0048213",
        "260048213",
        "26 0048213",
    ],
)
def test_a_number_is_read_as_people_type_it(text: str) -> None:
    assert parse_ref(text) == MEANT


@given(refs)
def test_what_is_shown_is_read_back(ref: Ref) -> None:
    assert parse_ref(str(ref)) == ref
    assert parse_ref(str(ref).replace("-", "")) == ref


@given(refs, refs)
def test_numbers_sort_by_year_and_then_by_number(one: Ref, other: Ref) -> None:
    assert (one < other) == ((one.year, one.number) < (other.year, other.number))
