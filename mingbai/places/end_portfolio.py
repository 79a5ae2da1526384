"""The verb with which a post leads a body no longer."""

from datetime import date, datetime

from mingbai.ledger.record import record
from mingbai.places.actors import Actor
from mingbai.places.leave_post import EndedAlready
from mingbai.places.models import Portfolio
from mingbai.places.naming import acting
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place_id
from mingbai.places.spans import check_span


def end_portfolio(
    *, by: Actor, at: datetime, portfolio: Portfolio, until: date
) -> None:
    """Let a portfolio end with that day, which still counts.

    Refuses with `leave_post.EndedAlready` and `spans.EndsBeforeItBegins`.
    """
    require(by, Act.PLACE_CHANGE)
    check_span(portfolio.since, until)
    ended = Portfolio.objects.filter(pk=portfolio.pk, until__isnull=True).update(
        until=until
    )
    if not ended:
        raise EndedAlready
    record(
        log=current_place_id(),
        name="portfolio.ended",
        facts={
            "post": portfolio.post.slug,
            "body": portfolio.body.slug,
            "until": until.isoformat(),
            "by": acting(by),
        },
        at=at,
    )
