"""The table of figures: what was measured again is replaced, nothing else."""

from datetime import date

import pytest

from bench.figures import BEGIN, END, HEAD, rewritten, table
from bench.rounds import Ratio
from tests.documents import ROOT

FIRST = date(2026, 1, 5)
LATER = date(2026, 2, 6)
HOME = Ratio("home page", "requests/s ÷ a file", 0.5, 0.4, 0.6, 5)
QUEUE = Ratio("queue", "time ÷ raw SQL", 3.0, 2.0, 4.0, 5)


def written(page: str, *ratios: Ratio, on: date, is_whole: bool = False) -> str:
    """The page after a run on two cores."""
    return rewritten(page, ratios, on=on, where="two cores", is_whole=is_whole)


@pytest.fixture
def page() -> str:
    """A page with two figures of the first day."""
    empty = f"Before.\n{BEGIN}\n{END}\nAfter.\n"
    return written(empty, HOME, QUEUE, on=FIRST, is_whole=True)


def test_a_page_without_a_place_for_figures_is_refused() -> None:
    with pytest.raises(ValueError, match="no place"):
        written("Before.", HOME, on=FIRST)


def test_a_table_with_other_heads_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="other heads"):
        written(page.replace("rounds", "times"), HOME, on=LATER)


def test_a_row_with_a_cell_too_few_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="queue"):
        written(page.replace(" | 3.00", ""), HOME, on=LATER)


def test_a_part_replaces_its_rows_and_keeps_the_others(page: str) -> None:
    faster = Ratio("home page", "requests/s ÷ a file", 0.9, 0.8, 1.0, 5)
    after = written(page, faster, on=LATER)
    assert after.startswith(f"Before.\n{BEGIN}\n")
    assert after.endswith(f"{END}\nAfter.\n")
    assert table([QUEUE], on=FIRST).splitlines()[-1] in after
    assert table([faster], on=LATER).splitlines()[-1] in after
    assert table([HOME], on=FIRST).splitlines()[-1] not in after


def test_the_same_measured_against_another_is_a_row_of_its_own(page: str) -> None:
    other = Ratio("home page", "requests/s ÷ a peer", 2.0, 2.0, 2.0, 5)
    rows = written(page, other, on=LATER).splitlines()
    assert len([row for row in rows if row.startswith("| home page |")]) == 2


def test_a_whole_run_forgets_what_is_measured_no_more(page: str) -> None:
    assert "| queue |" not in written(page, HOME, on=LATER, is_whole=True)


def test_the_page_of_the_documents_can_be_rewritten() -> None:
    page = (ROOT / "docs/reference/performance.md").read_text(encoding="utf-8")
    rows = written(page, on=LATER).splitlines()
    assert HEAD[0] in rows
    assert [row for row in rows if row.startswith("| ")] == [
        row for row in page.splitlines() if row.startswith("| ")
    ]
