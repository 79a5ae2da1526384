"""`mingbai verify`: recomputes the public ledger, and every letter against it."""

import argparse
import sys

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mingbai.cli.checkpoint import public_key
from mingbai.cli.place_option import add_place_option, chosen_place
from mingbai.cli.progress import Progress
from mingbai.cli.refused import Refused
from mingbai.ledger.findings import Report
from mingbai.ledger.shelf import store_of
from mingbai.ledger.verify import verify_log
from mingbai.letters.verify import LettersReport, verify_letters
from mingbai.lib.numbering import NotANumber, Ref, parse_ref
from mingbai.places.models import Place
from mingbai.places.scoping import within

HELP = gettext_noop("Check the whole ledger and every letter against it")


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "--number",
        type=_written_ref,
        metavar="26-0000001",
        help=_("of the letters only this one; the ledger is checked whole"),
    )
    add_place_option(parser)


def run(options: argparse.Namespace) -> int:
    """0 when all is proved, 1 when anything was found; numbers, never texts."""
    place = chosen_place(options)
    verifier = public_key(place)
    with within(place, read_only=True):
        with Progress(_("Entries checked:")) as entries:
            log = verify_log(
                log=place.pk,
                verifier=verifier,
                store=store_of(place.pk),
                progress=entries.step,
            )
        with Progress(_("Letters checked:")) as seen:
            letters = verify_letters(ref=options.number, progress=seen.step)
    if options.number is not None and not letters.letters:
        what = _("There is no letter %(number)s.")
        raise Refused(what % {"number": options.number})
    _print_counts(place, log, letters)
    found = _findings(log, letters)
    for line in found:
        print(line)
    if found:
        print(_("It does not agree with the ledger."), file=sys.stderr)
        return 1
    print(_("All is proved."))
    return 0


def _print_counts(place: Place, log: Report, letters: LettersReport) -> None:
    print(_("%(name)s, ledger %(origin)s") % vars(place))
    facts = vars(log) | {
        "letters": letters.letters,
        "replies": letters.replies,
        "texts_erased": letters.erased,
        "not_yet": log.waiting + log.unpublished,
    }
    print(_("Published entries: %(size)s") % facts)
    print(_("Not yet sequenced: %(not_yet)s") % facts)
    print(_("Kept checkpoints: %(checkpoints)s") % facts)
    print(_("Openings: %(openings)s, of which erased: %(erased)s") % facts)
    print(_("Daily manifests: %(manifests)s") % facts)
    print(_("Letters: %(letters)s, of which erased: %(texts_erased)s") % facts)
    print(_("Replies: %(replies)s") % facts)


def _findings(log: Report, letters: LettersReport) -> list[str]:
    """One line each: the code that docs/reference explains, and a number."""
    lines = [f"{found.fault} {found.number}" for found in log.findings]
    lines += [f"letter-{found.fault} {found.ref}" for found in letters.findings]
    if letters.missing:
        lines.append(f"letter-missing {letters.missing}")
    if letters.untold:
        lines.append(f"letter-event-missing {letters.untold}")
    return lines


def _written_ref(text: str) -> Ref:
    try:
        return parse_ref(text)
    except NotANumber:
        what = _("%(text)s is no registration number")
        raise argparse.ArgumentTypeError(what % {"text": text}) from None
