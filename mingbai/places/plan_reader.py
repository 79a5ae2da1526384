"""Reading one table of a plan file: typed values, and every fault with its place.

A reader never stops at a fault: it notes (where, what), hands out a harmless value
and goes on, so that a clerk sees everything that is wrong with the file at once.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar

from django.utils.translation import gettext as _

Problem = tuple[str, str]
Value = TypeVar("Value")

SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
NEVER: Final = date(1, 1, 1)


@dataclass
class Table:
    """One table of the file, `where` in the words of the file: `post 3 (mayor)`."""

    where: str
    values: Mapping[str, object]
    problems: list[Problem]
    _read: set[str] = field(default_factory=set)

    def refuse(self, what: str) -> None:
        """Note a fault of this table."""
        self.problems.append((self.where, what))

    def text(self, name: str, longest: int, default: str | None = None) -> str:
        """A text without control characters; must be there unless it has a default."""
        value = self._take(name, default)
        if value is None:
            return ""
        if not isinstance(value, str):
            return self._wrong(name, _("%(name)s must be a text in quotes"), "")
        trimmed = value.strip()
        if not trimmed and default is None:
            return self._wrong(name, _("%(name)s is empty"), "")
        if not trimmed.isprintable():
            return self._wrong(name, _("%(name)s has a line break or control sign"), "")
        if len(trimmed) > longest:
            what = _("%(name)s is longer than %(longest)s characters")
            self.refuse(what % {"name": name, "longest": longest})
        return trimmed

    def slug(self, name: str, longest: int, default: str | None = None) -> str:
        """A text of small Latin letters, digits and single hyphens."""
        value = self.text(name, longest, default)
        if value and not SLUG.fullmatch(value):
            what = _("%(name)s may have small letters, digits and single hyphens only")
            self._wrong(name, what, "")
        return value

    def number(self, name: str, default: int | None, least: int, most: int) -> int:
        """A whole number from `least` to `most`."""
        value = self._take(name, default)
        if value is None:
            return least
        if not isinstance(value, int) or isinstance(value, bool):
            return self._wrong(name, _("%(name)s must be a whole number"), least)
        if not least <= value <= most:
            what = _("%(name)s must lie between %(least)s and %(most)s")
            self.refuse(what % {"name": name, "least": least, "most": most})
        return value

    def flag(self, name: str) -> bool:
        """True or false; false when it is not there."""
        value = self._take(name, False)
        if not isinstance(value, bool):
            return self._wrong(name, _("%(name)s must be true or false"), False)
        return value

    def day(self, name: str) -> date:
        """A day that must be there, written 2026-10-01 with or without quotes."""
        found = self.perhaps_day(name)
        if found is None and not self.values.get(name):
            self._wrong(name, _("%(name)s is missing"), None)
        return found or NEVER

    def perhaps_day(self, name: str) -> date | None:
        """A day, or None when it is not there or empty."""
        value = self._take(name, "")
        if value == "":
            return None
        if type(value) is date:
            return value
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                return self._wrong(name, _("%(name)s is no day of the calendar"), None)
        return self._wrong(name, _("%(name)s must be a day such as 2026-10-01"), None)

    def texts(self, name: str, default: tuple[str, ...] | None) -> tuple[str, ...]:
        """A list of texts, none empty, none twice."""
        value = self._take(name, default)
        if value is None:
            return ()
        if not isinstance(value, list | tuple) or not all(
            isinstance(one, str) and one.strip() for one in value
        ):
            return self._wrong(name, _("%(name)s must be a list of texts"), ())
        found = tuple(one.strip() for one in value)
        if len(set(found)) < len(found):
            self._wrong(name, _("%(name)s names the same twice"), None)
        return found

    def table(self, name: str) -> "Table":
        """The table of that name inside this one; an empty one when it is missing."""
        value = self._take(name, None)
        if value is not None and not isinstance(value, dict):
            value = self._wrong(name, _("%(name)s must be a table"), None)
        where = f"{self.where}.{name}" if self.where else name
        return Table(where, value or {}, self.problems)

    def tables(
        self, name: str, mark: str, read: Callable[["Table"], Value]
    ) -> tuple[Value, ...]:
        """What `read` makes of each table of a list; `mark` names the entry."""
        value = self._take(name, ())
        if not isinstance(value, list | tuple) or not all(
            isinstance(one, dict) for one in value
        ):
            return self._wrong(name, _("%(name)s must be a list of tables"), ())
        return tuple(self._entries(name, mark, read, value))

    def done(self) -> None:
        """Note every value that nobody has read: most are slips of the pen."""
        for name in self.values:
            if name not in self._read:
                self._wrong(name, _("%(name)s is not known here"), None)

    def _entries(
        self,
        name: str,
        mark: str,
        read: Callable[["Table"], Value],
        entries: Sequence[dict[str, object]],
    ) -> Iterator[Value]:
        outer = f"{self.where}: " if self.where else ""
        for number, entry in enumerate(entries, start=1):
            shown = entry.get(mark)
            known = f" ({shown})" if isinstance(shown, str) and shown else ""
            table = Table(f"{outer}{name} {number}{known}", entry, self.problems)
            yield read(table)
            table.done()

    def _take(self, name: str, default: object) -> object:
        self._read.add(name)
        if name not in self.values:
            if default is None:
                self._wrong(name, _("%(name)s is missing"), None)
            return default
        return self.values[name]

    def _wrong(self, name: str, what: str, instead: Value) -> Value:
        self.refuse(what % {"name": name})
        return instead
