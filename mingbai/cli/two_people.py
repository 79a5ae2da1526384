"""What takes two people at the desk is done on the server only when it must be."""

import argparse

from django.utils.translation import gettext as _

from mingbai.accounts.models import DutyKind, User
from mingbai.accounts.reset_factor import has_factor
from mingbai.cli.refused import Refused

ENOUGH = 2


def add_alone_option(parser: argparse.ArgumentParser) -> None:
    """Let the command take --alone."""
    parser.add_argument(
        "--alone",
        action="store_true",
        help=_("although two administrators could do it at the desk"),
    )


def refuse_when_two_can(options: argparse.Namespace, *, but: User) -> None:
    """Refuse when two administrators can sign in, the one concerned left out."""
    administrators = User.objects.filter(
        duties__kind=DutyKind.ADMINISTRATOR, duties__until=None, is_active=True
    ).exclude(pk=but.pk)
    able = sum(has_factor(user) for user in administrators.distinct())
    if able >= ENOUGH and not options.alone:
        raise Refused(
            _(
                "Two administrators can do this at the desk, where one asks and"
                " another confirms. If neither can be reached, add --alone."
            )
        )
