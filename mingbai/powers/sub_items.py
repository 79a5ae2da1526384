"""Sub-items (子项): rows that say only what the row above them does not."""

from collections.abc import Mapping
from typing import Final

INHERITED: Final = ("holder", "category", "matter")


class SubItems:
    """Completes the rows of a sheet, which are given in their order.

    A sub-item is a row with an item under a row with a name: its own name is empty or
    the same, being merged. Where it has no code of its own it gets its parent's with
    `-01`, `-02` …, a sub-item in the parent's own row being the first.
    """

    def __init__(self) -> None:
        self._parent: Mapping[str, str] = {}
        self._counted = 0

    def complete(self, cells: Mapping[str, str]) -> Mapping[str, str]:
        """The row as it is meant."""
        if not self._is_of_parent(cells):
            if cells.get("name"):
                self._parent, self._counted = cells, int(bool(cells.get("item")))
            return cells
        self._counted += 1
        code = cells.get("code", "")
        has_own_code = code not in {"", self._parent.get("code", "")}
        if cells.get("name") and has_own_code:
            return cells
        inherited = {
            one: cells.get(one) or self._parent.get(one, "") for one in INHERITED
        }
        return {
            **cells,
            **inherited,
            "name": self._parent["name"],
            "code": code if has_own_code else self._derived(),
        }

    def _is_of_parent(self, cells: Mapping[str, str]) -> bool:
        item = cells.get("item")
        if not self._parent or not item or item == self._parent.get("item"):
            return False
        return cells.get("name", "") in {"", self._parent["name"]}

    def _derived(self) -> str:
        code = self._parent.get("code", "")
        return f"{code}-{self._counted:02}" if code else ""
