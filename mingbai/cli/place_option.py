"""The option --place, which all commands take that work within one place."""

import argparse

from django.utils.translation import gettext as _

from mingbai.cli.refused import Refused
from mingbai.places.find_place import UnknownPlace, place_of_slug
from mingbai.places.models import Place


def add_place_option(parser: argparse.ArgumentParser) -> None:
    """Let the command take --place SLUG."""
    parser.add_argument(
        "--place",
        metavar="SLUG",
        help=_("the place; may be left out when there is exactly one"),
    )


def chosen_place(options: argparse.Namespace) -> Place:
    """The place that was named, or the only one there is; raises Refused."""
    if options.place:
        try:
            return place_of_slug(options.place)
        except UnknownPlace:
            what = _("There is no place %(slug)s.")
            raise Refused(what % {"slug": options.place}) from None
    found = list(Place.objects.order_by("slug")[:2])
    if not found:
        raise Refused(_("There is no place yet: `mingbai add-place FILE` makes one."))
    if len(found) > 1:
        raise Refused(_("There are several places: say which by --place SLUG."))
    return found[0]
