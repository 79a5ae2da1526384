"""`mingbai grant LOGIN DUTY`: for the day when two administrators can't sign in.

Otherwise one asks in the desk and another confirms. What is granted here is recorded
as done by the system and stands in the list that the public reads.
"""

import argparse
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from mingbai.accounts.grant import grant
from mingbai.accounts.models import DutyKind
from mingbai.accounts.terms import (
    BodyMismatch,
    DeputyNeedsEnd,
    EndsBeforeItBegins,
    HeldAlready,
    PostMismatch,
    TermsRefused,
)
from mingbai.cli.find_user import user_of_login
from mingbai.cli.place_option import add_place_option, chosen_place
from mingbai.cli.refused import Refused
from mingbai.cli.two_people import add_alone_option, refuse_when_two_can
from mingbai.cli.written_day import written_day
from mingbai.ledger.clock import now
from mingbai.places.actors import System
from mingbai.places.days import local_day
from mingbai.places.models import Body, Post
from mingbai.places.scoping import within

HELP = gettext_noop("Grant a duty on the server; the public reads that it was")

FAULTS: Final = {
    BodyMismatch: gettext_lazy("An officer needs --body, and nobody else has one."),
    PostMismatch: gettext_lazy("A leader needs --post, and nobody else has one."),
    DeputyNeedsEnd: gettext_lazy("A deputy is an officer's, and needs --until."),
    EndsBeforeItBegins: gettext_lazy("The last day comes before the first."),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("login", help=_("the account that gets the duty"))
    parser.add_argument("kind", choices=DutyKind.values, help=_("the duty"))
    parser.add_argument("--body", metavar="SLUG", help=_("the body of an officer"))
    parser.add_argument("--post", metavar="SLUG", help=_("the post of a leader"))
    parser.add_argument(
        "--since",
        type=written_day,
        metavar="DAY",
        help=_("the first day; without it today"),
    )
    parser.add_argument(
        "--until", type=written_day, metavar="DAY", help=_("the last day")
    )
    parser.add_argument(
        "--deputy", action="store_true", help=_("in the officer's stead")
    )
    add_alone_option(parser)
    add_place_option(parser)


def run(options: argparse.Namespace) -> int:
    """Grant it, and say that everybody can read it."""
    try:
        with within(chosen_place(options), durable=True):
            at, user = now(), user_of_login(options.login)
            refuse_when_two_can(options, but=user)
            duty = grant(
                by=System("grant"),
                at=at,
                user=user,
                kind=DutyKind(options.kind),
                body=_body(options.body),
                post=_post(options.post),
                since=options.since or local_day(at),
                until=options.until,
                is_deputy=options.deputy,
            )
    except HeldAlready:
        raise Refused(_("This account holds that duty already.")) from None
    except TermsRefused as fault:
        raise Refused(str(FAULTS[type(fault)])) from None
    what = _("%(login)s has the duty %(kind)s from %(day)s. The public can read it.")
    facts = {"login": options.login, "kind": duty.get_kind_display(), "day": duty.since}
    print(what % facts)
    return 0


def _body(slug: str | None) -> Body | None:
    if slug is None:
        return None
    body = Body.objects.filter(slug=slug).first()
    if body is None:
        raise Refused(_("There is no body %(slug)s here.") % {"slug": slug})
    return body


def _post(slug: str | None) -> Post | None:
    if slug is None:
        return None
    post = Post.objects.filter(slug=slug).first()
    if post is None:
        raise Refused(_("There is no post %(slug)s here.") % {"slug": slug})
    return post
