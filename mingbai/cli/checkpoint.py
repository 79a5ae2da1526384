"""Giving a restored log the newest checkpoint that anybody has seen of it."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from mingbai.cli.refused import Refused
from mingbai.ledger.grow import grow
from mingbai.ledger.models import Counter, Leaf
from mingbai.ledger.shelf import store_of
from mingbai.lib.log_keys import LogKeyMissing, LogKeys
from mingbai.lib.numbering import format_ref
from mingbai.lib.tlog.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from mingbai.lib.tlog.note import VerifierKey, parse
from mingbai.lib.tlog.refused import Refused as LogRefused
from mingbai.lib.tlog.tree import Tree
from mingbai.places.models import Place
from mingbai.places.scoping import within
from mingbai.sequencer import adopt, signer_of


def checkpoint_file(path: Path) -> str:
    """The signed note in this file; raises Refused."""
    try:
        note = path.read_text(encoding="utf-8")
        parse_checkpoint(parse(note).text)
    except OSError as error:
        what = _("%(file)s can't be read: %(reason)s")
        raise Refused(what % {"file": path, "reason": error.strerror}) from error
    except (UnicodeDecodeError, LogRefused) as error:
        what = _("%(file)s is no checkpoint: %(reason)s")
        raise Refused(what % {"file": path, "reason": error}) from error
    return note


def public_key(place: Place) -> VerifierKey:
    """The key that verifies this place's log; raises Refused when the ring lacks it."""
    try:
        key = LogKeys(settings.KEYS / "logs").public_key(place.origin)
    except LogKeyMissing:
        what = _("There is no public key of the log %(origin)s in the key ring.")
        raise Refused(what % {"origin": place.origin}) from None
    return VerifierKey(place.origin, key.public_bytes_raw())


def adopt_checkpoint(note: str) -> int:
    """Let the log go on if the database continues this checkpoint; 0 if it does.

    A checkpoint that counts more than the database holds is remembered all the same,
    so that nothing shorter is ever signed, and 1 is the answer: the log stands still.
    """
    place, signed = _opened(note)
    with within(place, read_only=True):
        size = grow(log=place.pk, store=store_of(place.pk))
    if signed.size > size:
        _adopt(place, note, goes_on=False)
        _say_missing(place, signed.size, size)
        return 1
    if Tree(store_of(place.pk).read, size).root(signed.size) != signed.root:
        what = _(
            "The ledger here is not the one of this checkpoint: two histories exist."
            " Nothing was adopted, and nothing will be signed."
        )
        raise Refused(what)
    _adopt(place, note, goes_on=True)
    facts = {"place": place, "size": signed.size, "held": size}
    print(_("%(place)s goes on from entry %(size)s; %(held)s are here.") % facts)
    return 0


def _opened(note: str) -> tuple[Place, Checkpoint]:
    origin = parse_checkpoint(parse(note).text).origin
    place = Place.objects.filter(origin=origin).first()
    if place is None:
        what = _("No place here has the log %(origin)s.")
        raise Refused(what % {"origin": origin})
    try:
        return place, open_checkpoint(note, log_key=public_key(place))
    except LogRefused as error:
        what = _("The checkpoint is not signed by this log's key: %(reason)s")
        raise Refused(what % {"reason": error}) from error


def _adopt(place: Place, note: str, *, goes_on: bool) -> None:
    try:
        if goes_on:
            adopt(place, note)
        else:
            signer_of(place).adopt(note)
    except LogRefused as error:
        raise Refused(
            _("The signer refuses: %(reason)s") % {"reason": error}
        ) from error


def _say_missing(place: Place, published: int, held: int) -> None:
    """Leaves tell no number, so what is missing is told by where it begins."""
    with within(place, read_only=True):
        waiting = Leaf.objects.waiting(place.pk).count()
        highest = dict(
            Counter.objects.filter(log=place.pk)
            .order_by("year")
            .values_list("year", "highest")
        )
    facts = {
        "published": published,
        "held": held,
        "waiting": waiting,
        "missing": published - held,
    }
    print(
        _(
            "The published ledger has %(published)s entries, %(held)s of them are here:"
            " %(missing)s are missing (%(waiting)s leaves here wait for a position)."
        )
        % facts
    )
    for year, number in highest.items():
        said = {"last": format_ref(year, number), "next": format_ref(year, number + 1)}
        print(
            _("Numbers to %(last)s are here; from %(next)s on they are missing.") % said
        )
    print(_("The sequencer signs nothing: restore a later archive."))
