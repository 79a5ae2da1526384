"""Reading a CSV of letters that another system handled, row by row."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from mingbai.letters.draft import Draft
from mingbai.letters.import_letter import PastLetter
from mingbai.letters.models import Letter
from mingbai.places.models import Body, Post
from mingbai.powers.models import Power

NEEDED: Final = ("id", "sent_at", "title", "text", "reply", "replied_at")
OPTIONAL: Final = (
    "kind",
    "to",
    "power",
    "publish",
    "answered_for",
    "answered_by",
)
LONGEST_CELL: Final = 1_000_000
LONGEST_TITLE: Final = 200
YES: Final = frozenset({"yes", "1", "是", "公开"})


@dataclass(frozen=True)
class Row:
    """A row that reads well, and the login of its officer (empty: the command's)."""

    number: int
    past: PastLetter
    answered_by: str


class RowRefused(Exception):
    """One row can't be imported, and why."""


class Reader:
    """Turns the rows of one file into past letters of the open place."""

    def __init__(
        self, columns: Mapping[str, str], zone: ZoneInfo, default: Body | None
    ) -> None:
        self._columns = columns
        self._default = default
        self._zone = zone
        self._bodies = {body.short_name: body for body in Body.objects.all()}
        self._posts = {post.short_name: post for post in Post.objects.all()}
        self._powers = {power.code: power for power in Power.objects.all()}

    def rows(self, path: Path) -> Iterator[Row | tuple[int, str]]:
        """Each row, or its number (the header is row 1) and what is wrong with it."""
        # The limit is the whole process's: others count on what they found.
        usual = csv.field_size_limit(LONGEST_CELL)
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                for number, cells in enumerate(csv.DictReader(file), start=2):
                    yield self._read(number, cells)
        finally:
            csv.field_size_limit(usual)

    def _read(
        self, number: int, cells: Mapping[str, str | None]
    ) -> Row | tuple[int, str]:
        try:
            return self._row(number, cells)
        except RowRefused as error:
            return number, str(error)

    def _row(self, number: int, cells: Mapping[str, str | None]) -> Row:
        def cell(name: str) -> str:
            return cells.get(self._columns.get(name, name)) or ""

        source_id = cell("id").strip()
        if not 0 < len(source_id) <= 64:
            raise RowRefused(_("the id must have 1 to 64 characters"))
        if not cell("text").strip():
            raise RowRefused(_("the letter has no text"))
        if not 0 < len(cell("title")) <= LONGEST_TITLE:
            raise RowRefused(_("the title must have 1 to 200 characters"))
        sent_at = self._time(cell("sent_at"), _("time of sending"))
        reply = cell("reply")
        if not reply.strip():
            reply = ""
        replied_at = (
            self._time(cell("replied_at"), _("time of reply")) if reply else None
        )
        if replied_at and replied_at < sent_at:
            raise RowRefused(_("the reply is older than the letter"))
        draft = Draft(
            kind=self._kind(cell("kind")),
            title=cell("title"),
            text=cell("text"),
            addressee=self._addressee(cell("to")),
            power=self._power(cell("power")),
            may_publish=cell("publish").strip() in YES,
        )
        body = self._body(cell("answered_for"))
        past = PastLetter(source_id, draft, sent_at, body, reply, replied_at)
        return Row(number, past, cell("answered_by").strip())

    def _time(self, written: str, what: str) -> datetime:
        try:
            at = datetime.fromisoformat(written.strip())
        except ValueError as error:
            sentence = _("%(what)s is not written like 2026-03-01 09:30:00")
            raise RowRefused(sentence % {"what": what}) from error
        return at if at.tzinfo else at.replace(tzinfo=self._zone)

    def _kind(self, written: str) -> str:
        kind = written.strip() or Letter.Kind.ASK.value
        if kind not in Letter.Kind.values:
            raise RowRefused(_("the kind must be ask, suggest or complain"))
        return kind

    def _addressee(self, name: str) -> Post | Body | None:
        if not name.strip():
            return None
        found = self._posts.get(name.strip()) or self._bodies.get(name.strip())
        if found is None:
            raise RowRefused(_("no post or body is called %(name)s") % {"name": name})
        return found

    def _body(self, name: str) -> Body | None:
        if not name.strip():
            return self._default
        if name.strip() not in self._bodies:
            raise RowRefused(_("no body is called %(name)s") % {"name": name})
        return self._bodies[name.strip()]

    def _power(self, code: str) -> Power | None:
        if not code.strip():
            return None
        if code.strip() not in self._powers:
            raise RowRefused(_("no power has the code %(code)s") % {"code": code})
        return self._powers[code.strip()]


def missing_columns(path: Path, columns: Mapping[str, str]) -> list[str]:
    """The headers the file would need and lacks."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file), [])
    wanted = {name: columns.get(name, name) for name in (*NEEDED, *columns)}
    return sorted({there for there in wanted.values() if there not in header})
