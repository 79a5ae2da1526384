"""`mingbai keys`: the key ring, which lies outside the database and its backups."""

import argparse
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mingbai.cli.refused import Refused
from mingbai.cli.written_day import written_day
from mingbai.ledger.clock import now
from mingbai.lib.keyring import KeyRing, KeyRingExists, KeyRingMissing
from mingbai.lib.log_keys import LogKeyExists, LogKeys
from mingbai.lib.secret_file import SecretFileFault
from mingbai.lib.tlog.note import VerifierKey

HELP = gettext_noop("Make and list keys, add one, destroy those of past days")

# What waits to be joined or sent is sealed for 72 hours, then for nobody any more.
WAITS: Final = timedelta(days=3)


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("create", help=_("make the key ring of this installation"))
    acts.add_parser("show", help=_("list key numbers and public log keys, no secret"))
    acts.add_parser("add-field-key", help=_("seal personal data by a new key from now"))
    log_key = acts.add_parser(
        "add-log-key", help=_("make the signing key of a log; as the sequencer's user")
    )
    log_key.add_argument("origin", help=_("the name of the log in the place's file"))
    destroy = acts.add_parser(
        "destroy-day-keys", help=_("destroy for ever the keys of past days")
    )
    destroy.add_argument(
        "--before",
        type=written_day,
        metavar="DAY",
        help=_("the first day whose key stays; without it three days ago"),
    )


def run(options: argparse.Namespace) -> int:
    """Do it; every fault of the ring is told in a sentence."""
    acts: dict[str, Callable[[argparse.Namespace], None]] = {
        "create": _create,
        "show": _show,
        "add-field-key": _add_field_key,
        "add-log-key": _add_log_key,
        "destroy-day-keys": _destroy_day_keys,
    }
    try:
        acts[options.act](options)
    except KeyRingMissing:
        what = _("There is no key ring in %(folder)s: `mingbai keys create` makes it.")
        raise Refused(what % {"folder": settings.KEYS}) from None
    except (SecretFileFault, PermissionError) as error:
        what = _("The key ring can't be used: %(reason)s")
        raise Refused(what % {"reason": error}) from error
    return 0


def log_key_line(ring: KeyRing, origin: str) -> str:
    """The public key of a log as other people's verifiers read it (a vkey)."""
    return str(VerifierKey(origin, ring.log_public_key(origin).public_bytes_raw()))


def _create(options: argparse.Namespace) -> None:
    try:
        KeyRing.create(settings.KEYS)
    except KeyRingExists:
        what = _("%(folder)s holds a key ring already; it was not touched.")
        raise Refused(what % {"folder": settings.KEYS}) from None
    what = _("Made the key ring in %(folder)s. Keep a copy apart from the database.")
    print(what % {"folder": settings.KEYS})


def _show(options: argparse.Namespace) -> None:
    ring = KeyRing.open(settings.KEYS)
    numbers = ", ".join(map(str, ring.field_numbers()))
    print(_("Field keys: %(numbers)s (the last one seals)") % {"numbers": numbers})
    days = ", ".join(day.isoformat() for day in ring.days()) or _("none")
    print(_("Day keys: %(days)s") % {"days": days})
    origins = ring.origins()
    print(_("Public log keys:") if origins else _("Public log keys: none"))
    for origin in origins:
        print(f"  {log_key_line(ring, origin)}")


def _add_field_key(options: argparse.Namespace) -> None:
    number = KeyRing.open(settings.KEYS).add_field_key()
    what = _("Field key %(number)s seals once each process has been started again.")
    print(what % {"number": number})


def _add_log_key(options: argparse.Namespace) -> None:
    folder = settings.KEYS / "logs"
    if not folder.is_dir():
        # Raises what is missing. The sequencer's user has this one folder of the ring.
        KeyRing.open(settings.KEYS)
    try:
        key = LogKeys(folder).create_key(options.origin)
    except LogKeyExists:
        what = _("The log %(origin)s has its key; a log never changes its key.")
        raise Refused(what % {"origin": options.origin}) from None
    except ValueError:
        raise Refused(_("An origin has no spaces and no plus sign.")) from None
    print(VerifierKey(options.origin, key.public_bytes_raw()))


def _destroy_day_keys(options: argparse.Namespace) -> None:
    limit: date = options.before or (now() - WAITS).date()
    if limit > now().date():
        raise Refused(_("Today's key and later ones are in use; they stay."))
    gone = KeyRing.open(settings.KEYS).destroy_day_keys(limit)
    print(_("Destroyed %(number)s day keys.") % {"number": len(gone)})
