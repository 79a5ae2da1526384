"""`mingbai backup FILE.tar`: the database and the published ledger in one file."""

import argparse
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mingbai import __version__
from mingbai.cli.archive.database import database
from mingbai.cli.archive.ledger_files import files_of
from mingbai.cli.archive.manifest import DATABASE, NAME, Manifest, Snapshot
from mingbai.cli.archive.tar import ArchiveWriter, new_archive
from mingbai.cli.progress import Progress
from mingbai.cli.ready import refuse_unmigrated
from mingbai.ledger.clock import now
from mingbai.ledger.shelf import store_of
from mingbai.lib.tlog.store import CHECKPOINT

HELP = gettext_noop("Write database and ledger to a file; never a key")


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "file", type=Path, help=_("the archive to write; it must not exist yet")
    )


def run(options: argparse.Namespace) -> int:
    """Write the archive while everything goes on, and say what it holds."""
    refuse_unmigrated()
    path: Path = options.file
    at = now()
    with (
        new_archive(path, at) as archive,
        tempfile.TemporaryDirectory(dir=path.parent, prefix=".mingbai-") as folder,
    ):
        dump = Path(folder) / DATABASE
        print(_("Writing the database …"), file=sys.stderr)
        snapshot = database().write_database(dump)
        archive.add(DATABASE, dump)
        _add_logs(archive, snapshot)
        manifest = _manifest(archive, snapshot, at)
        archive.add_bytes(NAME, manifest.encode())
    facts = {
        "file": path,
        "rows": sum(table.rows for table in manifest.tables.values()),
        "tables": len(manifest.tables),
        "logs": len(snapshot.notes),
        "size": path.stat().st_size,
    }
    print(_("%(file)s: %(rows)s rows of %(tables)s tables") % facts)
    print(_("Ledgers: %(logs)s; %(size)s bytes in all") % facts)
    print(_("It holds no key: keep the key ring apart from it, and both in safety."))
    return 0


def _add_logs(archive: ArchiveWriter, snapshot: Snapshot) -> None:
    with Progress(_("Files of the ledger:")) as progress:
        for log, note in snapshot.notes.items():
            folder = store_of(log).folder
            for path in files_of(log, note):
                archive.add(f"ledger/{log}/{path.relative_to(folder)}", path)
                progress.step()
            archive.add_bytes(f"ledger/{log}/{CHECKPOINT}", note.encode())


def _manifest(archive: ArchiveWriter, snapshot: Snapshot, at: datetime) -> Manifest:
    return Manifest(
        made_at=at.isoformat(),
        version=__version__,
        vendor=connection.vendor,
        server=database().server(),
        migrations=snapshot.migrations,
        tables=snapshot.tables,
        files=archive.files,
    )
