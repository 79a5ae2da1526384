"""The tar file itself: written whole or not at all, read only after it was summed."""

import os
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO, Final

from django.utils.translation import gettext as _

from mingbai.cli.archive.manifest import (
    NAME,
    FileSum,
    Manifest,
    ManifestRefused,
    read_manifest,
)
from mingbai.cli.refused import Refused

BLOCK: Final = 1 << 20
# Counts of tables, and one line for each file of the logs: far below this.
LONGEST_MANIFEST: Final = 256 << 20


class ArchiveWriter:
    """Adds files to an archive, and knows the sum of each."""

    def __init__(self, tar: tarfile.TarFile, at: datetime) -> None:
        self._tar = tar
        self._at = int(at.timestamp())
        self.files: dict[str, FileSum] = {}

    def add(self, name: str, path: Path) -> None:
        """The file at `path`, under this name."""
        with path.open("rb") as source:
            self._add(name, os.fstat(source.fileno()).st_size, source)

    def add_bytes(self, name: str, content: bytes) -> None:
        """These bytes, under this name."""
        self._add(name, len(content), BytesIO(content))

    def _add(self, name: str, size: int, source: IO[bytes]) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = size, self._at, 0o600
        counted = _Counted(source)
        self._tar.addfile(member, counted)
        self.files[name] = FileSum(size, counted.digest.hexdigest())


class _Counted:
    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.digest = sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._source.read(size)
        self.digest.update(block)
        return block


@contextmanager
def new_archive(path: Path, at: datetime) -> Iterator[ArchiveWriter]:
    """An archive that appears under its name once the block has ended well.

    Only its owner may read it. Refuses a name that is taken.
    """
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        if path.exists():
            raise FileExistsError(0, _("it exists already"))
        unfinished.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        with (
            os.fdopen(os.open(unfinished, flags, 0o600), "wb") as file,
            tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar,
        ):
            yield ArchiveWriter(tar, at)
            tar.close()
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        what = _("%(file)s can't be written: %(reason)s")
        raise Refused(what % {"file": path, "reason": error.strerror}) from error
    finally:
        unfinished.unlink(missing_ok=True)


class Archive:
    """An archive whose every file is as long as its manifest says, with that digest."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        members = tar.getmembers()
        self._members = {one.name: one for one in members if one.isreg()}
        if len(self._members) != len(members):
            raise ManifestRefused("names twice, or more than files")
        self.manifest = self._read_manifest()
        self._check()

    def read(self, name: str) -> bytes:
        """The bytes of one of its files."""
        return self._open(name).read()

    def extract(self, name: str, target: Path) -> None:
        """Write one of its files to `target`."""
        with target.open("wb") as file, self._open(name) as source:
            while block := source.read(BLOCK):
                file.write(block)

    def _read_manifest(self) -> Manifest:
        found = self._members.pop(NAME, None)
        if found is None or found.size > LONGEST_MANIFEST:
            raise ManifestRefused("no manifest")
        source = self._tar.extractfile(found)
        assert source is not None
        return read_manifest(source.read())

    def _check(self) -> None:
        differing = self._members.keys() ^ self.manifest.files.keys()
        differing |= {
            name
            for name, said in self.manifest.files.items()
            if name not in differing and self._sum(name) != said
        }
        if differing:
            raise ManifestRefused(sorted(differing)[0])

    def _sum(self, name: str) -> FileSum:
        digest, size = sha256(), 0
        with self._open(name) as source:
            while block := source.read(BLOCK):
                digest.update(block)
                size += len(block)
        return FileSum(size, digest.hexdigest())

    def _open(self, name: str) -> IO[bytes]:
        source = self._tar.extractfile(self._members[name])
        assert source is not None
        return source


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """The archive in this file; refuses one that was cut, changed or is not ours."""
    with ExitStack() as stack:
        try:
            archive = Archive(stack.enter_context(tarfile.open(path, mode="r:")))
        except OSError as error:
            what = _("%(file)s can't be read: %(reason)s")
            facts = {"file": path, "reason": error.strerror}
            raise Refused(what % facts) from error
        except (tarfile.TarError, ManifestRefused) as error:
            what = _("%(file)s is no whole archive of ours: %(reason)s.")
            raise Refused(what % {"file": path, "reason": error}) from error
        yield archive
