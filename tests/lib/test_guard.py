"""A declaration that promises what the database can't keep is refused."""

import dataclasses

import pytest

from mingbai.lib.guard import Guard


@pytest.mark.parametrize("role", ["app", "sequencer", "inspection", "backup"])
def test_a_privilege_that_no_database_knows_is_refused(role: str) -> None:
    granted: dict[str, str] = {role: "select truncate"}
    with pytest.raises(ValueError, match="truncate"):
        dataclasses.replace(Guard(), **granted)  # type: ignore[arg-type]  # by name


def test_columns_that_change_once_are_refused_in_a_table_that_may_change() -> None:
    with pytest.raises(ValueError, match="append-only"):
        Guard(erasable=("text",))
    with pytest.raises(ValueError, match="append-only"):
        Guard(set_once=("index",))


def test_a_column_that_is_set_and_erased_is_refused() -> None:
    with pytest.raises(ValueError, match="not both"):
        Guard(append_only=True, erasable=("text",), set_once=("text",))


def test_a_declaration_cannot_be_changed_later() -> None:
    guard = Guard(append_only=True, app="select insert")
    with pytest.raises(dataclasses.FrozenInstanceError):
        guard.append_only = False  # type: ignore[misc]  # the refusal is the point


def test_an_ordinary_table_is_open_to_the_app_and_read_by_the_backup_alone() -> None:
    guard = Guard()
    assert set(guard.app.split()) == {"select", "insert", "update", "delete"}
    assert (guard.sequencer, guard.inspection, guard.backup) == ("", "", "select")
    assert guard.scope == "place_id"
