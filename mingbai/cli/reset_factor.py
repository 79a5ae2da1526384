"""`mingbai reset-factor LOGIN`: for the day when two administrators can't sign in.

Recorded as done by the system, and in the list that the public reads.
"""

import argparse

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mingbai.accounts.reset_factor import reset_factor
from mingbai.cli.find_user import user_of_login
from mingbai.cli.place_option import add_place_option, chosen_place
from mingbai.cli.two_people import add_alone_option, refuse_when_two_can
from mingbai.ledger.clock import now
from mingbai.places.actors import System
from mingbai.places.scoping import within

HELP = gettext_noop("Remove a second factor on the server; the public reads it")


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("login", help=_("the account whose factor is lost"))
    add_alone_option(parser)
    add_place_option(parser)


def run(options: argparse.Namespace) -> int:
    """Remove it, and say what comes next."""
    with within(chosen_place(options), durable=True):
        user = user_of_login(options.login)
        refuse_when_two_can(options, but=user)
        reset_factor(by=System("reset-factor"), at=now(), user=user)
    what = _(
        "%(login)s has no second factor now and sets one up at the next sign-in."
        " The public can read that it was reset."
    )
    print(what % {"login": options.login})
    return 0
