"""The verb with which a post comes to lead a body (分管)."""

from datetime import date, datetime

from mingbai.ledger.record import record
from mingbai.places.actors import Actor
from mingbai.places.models import Body, Portfolio, Post
from mingbai.places.naming import acting
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place_id
from mingbai.places.spans import check_span, overlapping


class LeadsAlready(Exception):
    """The post leads that body on one of those days."""


def give_portfolio(
    *,
    by: Actor,
    at: datetime,
    post: Post,
    body: Body,
    since: date,
    until: date | None = None,
) -> Portfolio:
    """The leading of a body by a post, first and last day counted.

    Several posts may lead one body. Refuses with LeadsAlready, and an end before
    the beginning with `spans.EndsBeforeItBegins`.
    """
    require(by, Act.PLACE_CHANGE)
    check_span(since, until)
    led = Portfolio.objects.filter(post=post, body=body)
    if overlapping(led, since, until).exists():
        raise LeadsAlready(f"{post.slug}: {body.slug}")
    portfolio = Portfolio.objects.create(post=post, body=body, since=since, until=until)
    record(
        log=current_place_id(),
        name="portfolio.given",
        facts={
            "post": post.slug,
            "body": body.slug,
            "since": since.isoformat(),
            "until": until.isoformat() if until else "",
            "by": acting(by),
        },
        at=at,
    )
    return portfolio
