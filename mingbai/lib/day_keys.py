"""Day keys: what waits is sealed under its day's key, and the key is destroyed.

Destroying the key destroys every copy of what it sealed, in the database, its log and
its backups. So these keys never enter a backup, and a destroyed day never returns.
"""

from contextlib import suppress
from datetime import date
from pathlib import Path

from mingbai.lib.blob import BlobHead, BlobKey, BlobKind
from mingbai.lib.secret_file import (
    destroy,
    make_folder,
    read_key,
    sync_folder,
    write_key,
    write_new,
)

_DESTROYED_BEFORE = "destroyed-before-"


class KeyDestroyed(Exception):
    """The key of this day is destroyed, or was never made: nothing can open it."""

    def __init__(self, day: date) -> None:
        super().__init__(day.isoformat())
        self.day = day


class DayKeys:
    """The folder of day keys, one file a day."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(self) -> None:
        make_folder(self._folder)

    def obtain(self, day: date) -> BlobKey:
        """Return the key of `day`, made now if this is its first use by any process.

        Refuses a day whose key is destroyed with KeyDestroyed.
        """
        self._refuse_destroyed(day)
        # When another process made it first, theirs is the key of the day.
        with suppress(FileExistsError):
            if not self._path(day).exists():
                write_key(self._path(day))
        return self.existing(day)

    def existing(self, day: date) -> BlobKey:
        """Return the key of `day`; refuses with KeyDestroyed when there is none."""
        try:
            key = read_key(self._path(day))
        except FileNotFoundError:
            raise KeyDestroyed(day) from None
        # After reading: what is being overwritten at this moment is no key.
        self._refuse_destroyed(day)
        return BlobKey(BlobHead(BlobKind.DAY, day.toordinal()), key)

    def destroy_before(self, limit: date) -> list[date]:
        """Destroy the keys of all days before `limit` for ever; return those days.

        The limit is written first, so that no process makes such a key again, and it
        never moves back.
        """
        self._raise_limit(limit)
        gone = [day for day in self.days() if day < self.destroyed_before()]
        for day in gone:
            destroy(self._path(day))
        return gone

    def days(self) -> list[date]:
        """Return the days that have a key, the earliest first."""
        return sorted(
            date.fromisoformat(path.stem) for path in self._folder.glob("[0-9]*.key")
        )

    def destroyed_before(self) -> date:
        """Return the day before which every key is destroyed."""
        return max(self._limits(), default=date.min)

    def _limits(self) -> list[date]:
        marks = self._folder.glob(f"{_DESTROYED_BEFORE}*")
        return [date.fromisoformat(one.name[len(_DESTROYED_BEFORE) :]) for one in marks]

    def _raise_limit(self, limit: date) -> None:
        # A mark a limit, the latest counts: two processes can't set it back.
        with suppress(FileExistsError):
            write_new(self._mark(limit), b"")
        for older in self._limits():
            if older < self.destroyed_before():
                self._mark(older).unlink(missing_ok=True)
        sync_folder(self._folder)

    def _refuse_destroyed(self, day: date) -> None:
        if day < self.destroyed_before():
            destroy(self._path(day))
            raise KeyDestroyed(day)

    def _mark(self, limit: date) -> Path:
        return self._folder / f"{_DESTROYED_BEFORE}{limit.isoformat()}"

    def _path(self, day: date) -> Path:
        return self._folder / f"{day.isoformat()}.key"
