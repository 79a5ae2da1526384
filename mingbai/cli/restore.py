"""`mingbai restore FILE.tar`: an archive, put back into an empty installation.

The ledger then stands still until `--checkpoint FILE` gives the newest checkpoint that
anybody has seen: an archive is always older than what was published last, and signing
on from it blindly would make a second history.
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mingbai.cli.archive import ledger_files
from mingbai.cli.archive.database import database
from mingbai.cli.archive.manifest import DATABASE, Manifest
from mingbai.cli.archive.tar import Archive, open_archive
from mingbai.cli.checkpoint import adopt_checkpoint, checkpoint_file, public_key
from mingbai.cli.refused import Refused
from mingbai.ledger.shelf import store_of
from mingbai.ledger.verify import verify_log
from mingbai.places.models import Place
from mingbai.places.scoping import within
from mingbai.sequencer import await_checkpoint, awaits_checkpoint

HELP = gettext_noop("Put an archive back, or give the ledger its newest checkpoint")


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "file", type=Path, nargs="?", help=_("the archive; left out to go on later")
    )
    parser.add_argument(
        "--checkpoint",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help=_("the newest checkpoint anybody outside has of a log; once for each"),
    )


def run(options: argparse.Namespace) -> int:
    """Restore, or adopt a checkpoint, or first the one and then the other."""
    if options.file is None and not options.checkpoint:
        raise Refused(_("Say which archive, or which --checkpoint, or both."))
    notes = [checkpoint_file(path) for path in options.checkpoint]
    if options.file is not None:
        with open_archive(options.file) as archive:
            _restore(archive)
    code = max([adopt_checkpoint(note) for note in notes], default=0)
    for place in Place.objects.order_by("slug"):
        if awaits_checkpoint(place):
            what = _(
                "%(place)s: nothing is signed before it is given a checkpoint. Do not"
                " open the doors before that either: numbers could be given twice."
            )
            print(what % {"place": place})
    return code


def _restore(archive: Archive) -> None:
    manifest = archive.manifest
    logs = _logs(manifest)
    _refuse_misfit(manifest, logs)
    try:
        _put_back_database(archive)
        for log, paths in logs.items():
            _put_back_log(archive, log, paths)
        _check_logs()
    except BaseException:
        # Half an installation must never be served.
        ledger_files.clear(logs)
        database().clear_database()
        print(_("Nothing was restored."), file=sys.stderr)
        raise
    facts = {
        "rows": sum(table.rows for table in manifest.tables.values()),
        "tables": len(manifest.tables),
        "at": manifest.made_at,
    }
    print(_("As it was at %(at)s: %(rows)s rows of %(tables)s tables.") % facts)


def _logs(manifest: Manifest) -> dict[UUID, list[str]]:
    """The paths of each log's files; raises Refused for a name that is none of ours."""
    logs: dict[UUID, list[str]] = {}
    for name in manifest.files:
        if name == DATABASE:
            continue
        try:
            folder, log, path = name.split("/", 2)
            key = UUID(log)
        except ValueError:
            folder, path, key = "", "", UUID(int=0)
        if folder != "ledger" or not ledger_files.is_ours(path):
            raise Refused(_("%(name)s does not belong in an archive.") % {"name": name})
        logs.setdefault(key, []).append(path)
    return logs


def _refuse_misfit(manifest: Manifest, logs: Mapping[UUID, list[str]]) -> None:
    if manifest.vendor != connection.vendor:
        what = _("The archive is of %(server)s; MINGBAI_DATABASE names another kind.")
        raise Refused(what % {"server": manifest.server})
    known = {".".join(key) for key in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known):
        what = _("A later Mingbai made it: %(version)s knows nothing of %(migration)s.")
        facts = {"version": manifest.version, "migration": unknown[0]}
        raise Refused(what % facts)
    if DATABASE not in manifest.files:
        raise Refused(_("There is no database in the archive."))
    if not database().is_empty() or not ledger_files.is_empty(logs):
        what = _("There is something here already: restore into an empty installation.")
        raise Refused(what)


def _put_back_database(archive: Archive) -> None:
    said = archive.manifest.tables
    with tempfile.TemporaryDirectory(prefix="mingbai-") as folder:
        dump = Path(folder) / DATABASE
        archive.extract(DATABASE, dump)
        print(_("Restoring the database …"), file=sys.stderr)
        keys = {table: one.key for table, one in said.items()}
        found = database().read_database(dump, keys)
        for table in sorted(said):
            if found.get(table) != said[table]:
                what = _("The table %(table)s is not as the archive says.")
                raise Refused(what % {"table": table})
        for place in Place.objects.all():
            await_checkpoint(place)
        database().close_database(dump)


def _put_back_log(archive: Archive, log: UUID, paths: list[str]) -> None:
    ledger_files.put_back(log, paths, lambda path: archive.read(f"ledger/{log}/{path}"))


def _check_logs() -> None:
    """Each log's files, rows and signature agree, under the key in the key ring."""
    for place in Place.objects.order_by("slug"):
        with within(place, read_only=True):
            store = store_of(place.pk)
            report = verify_log(log=place.pk, verifier=public_key(place), store=store)
        if report.findings:
            first = report.findings[0]
            what = _("The ledger of %(place)s does not agree: %(fault)s %(number)s")
            facts = {"place": place, "fault": first.fault, "number": first.number}
            raise Refused(what % facts)
