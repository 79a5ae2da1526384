"""The verb with which a person takes a post."""

from datetime import date, datetime

from mingbai.ledger.record import record
from mingbai.places.actors import Actor
from mingbai.places.models import Person, Post, Tenure
from mingbai.places.naming import acting
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place_id
from mingbai.places.spans import check_span, overlapping


class PostIsHeld(Exception):
    """Somebody holds the post on one of those days, and has from `since` on."""

    def __init__(self, post: Post, since: date) -> None:
        super().__init__(f"{post.slug} from {since.isoformat()}")
        self.post = post
        self.since = since


def appoint(
    *,
    by: Actor,
    at: datetime,
    post: Post,
    person: Person,
    since: date,
    until: date | None = None,
    shared: bool = False,
) -> Tenure:
    """The tenure of a person in a post, first and last day counted.

    A post has one holder at a time, else PostIsHeld; `shared` is for posts that are
    held by several, such as deputy heads. One person holds one post once at a time,
    shared or not. Refuses an end before the beginning with
    `spans.EndsBeforeItBegins`.
    """
    require(by, Act.PLACE_CHANGE)
    check_span(since, until)
    theirs = post.tenures.filter(person=person) if shared else post.tenures.all()
    held = overlapping(theirs, since, until).first()
    if held is not None:
        raise PostIsHeld(post, held.since)
    tenure = Tenure.objects.create(post=post, person=person, since=since, until=until)
    record(
        log=current_place_id(),
        name="post.filled",
        facts={
            "post": post.slug,
            "person": str(person.pk),
            "name": person.name,
            "since": since.isoformat(),
            "until": until.isoformat() if until else "",
            "shared": shared,
            "by": acting(by),
        },
        at=at,
    )
    return tenure
