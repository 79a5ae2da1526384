"""`facts_of`: what the policy must know of a letter to judge who may do what to it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from mingbai.accounts.models import User
from mingbai.accounts.officer import officer_of
from mingbai.letters.models import (
    Assist,
    EventKind,
    Handling,
    Letter,
    LetterEvent,
    Recusal,
)
from mingbai.places.actors import Actor, Officer
from mingbai.places.models import Body, Post
from mingbai.places.policy import Facts


def facts_of(
    letter: Letter,
    by: Actor,
    *,
    handling: Handling | None = None,
    before: Mapping[UUID, frozenset[UUID]] | None = None,
) -> Facts:
    """The facts of a letter for this actor; two queries unless read beforehand.

    For a leader it takes one more, unless `before` is what `brought_before` read for
    many letters. `handling` when it was read anew meanwhile.
    """
    brought = brought_before([letter], by) if before is None else before
    stands = handling or letter.handling
    parts = [
        assist for assist in letter.assists.all() if assist.state == Assist.State.OPEN
    ]
    return Facts(
        letter=letter.pk,
        body=stands.body_id,
        holder=stands.officer_id,
        post=letter.addressee_post_id,
        brought_before=brought.get(letter.pk, frozenset()),
        assisting=frozenset(part.body_id for part in parts),
        part_holders=frozenset(part.officer_id for part in parts),
        is_alarming=is_alarming(stands),
        is_barred=isinstance(by, Officer) and is_barred(by, letter.recusals.all()),
    )


def brought_before(
    letters: Iterable[Letter], by: Actor
) -> Mapping[UUID, frozenset[UUID]]:
    """The posts of a leader to which each of these letters was escalated, if any.

    One query for all of them; none for anybody but leaders.
    """
    if not isinstance(by, Officer) or not by.posts:
        return {}
    escalated = LetterEvent.objects.filter(
        letter__in=letters, kind=EventKind.ESCALATED, post__in=by.posts
    )
    posts: dict[UUID, set[UUID]] = defaultdict(set)
    for letter, post in escalated.values_list("letter_id", "post_id"):
        posts[letter].add(post)
    return {letter: frozenset(some) for letter, some in posts.items()}


def leading_post(by: Officer, facts: Facts) -> Post:
    """For which post this leader reads it: the addressee, else one it came before.

    Of a letter that policy lets the leader lead; one query.
    """
    if facts.post is not None and by.reads_for(facts.post):
        return Post.objects.get(pk=facts.post)
    found = Post.objects.filter(pk__in=by.posts & facts.brought_before)
    post = found.order_by("precedence", "pk").first()
    assert post is not None, "the policy lets none but leaders of the letter"
    return post


def is_barred(officer: Officer, recusals: Iterable[Recusal]) -> bool:
    """Whether one of these recusals keeps this official away today.

    `barred.recusals_of` says the same to a database.
    """
    bodies, clerk_at = bodies_of(officer), officer.bodies_as("clerk")
    posts = posts_read_by(officer)
    return any(
        recusal.user_id == officer.user
        or (recusal.person_id is not None and recusal.person_id == officer.person)
        or recusal.post_id in posts
        or recusal.body_id in (clerk_at if recusal.is_of_clerks else bodies)
        for recusal in recusals
    )


def must_stay_away(
    letter: Letter, *, user: User | None, body: Body | None, on: date
) -> bool:
    """Whether the letter may not be with this official, or not with this body."""
    recusals = list(Recusal.objects.filter(letter=letter))
    if body is not None and any(one.whole_body == body.pk for one in recusals):
        return True
    if user is None or not recusals:
        return False
    return is_barred(officer_of(user, on=on), recusals)


def bodies_of(officer: Officer) -> frozenset[UUID]:
    """Every body the official works for today, in whatever duty."""
    return frozenset(duty.body for duty in officer.duties if duty.body is not None)


def posts_read_by(officer: Officer) -> frozenset[UUID]:
    """The posts whose letters the official reads for their holder.

    None where the account speaks for a person: that one holds the post, perhaps as a
    successor, and is barred by person or not at all.
    """
    return officer.posts if officer.person is None else frozenset()


def knows_writer(letter: Letter, officer: Officer) -> bool:
    """Whether name and telephone of the writer may be shown to this official.

    A writer may keep them from the body; the office, which passes answers on, and
    the supervisors know them, and while words hint at danger to life whoever is on
    watch: nobody is helped who cannot be found.
    """
    if not letter.hides_writer or officer.has("registrar", "supervisor"):
        return True
    return is_alarming(letter.handling) and officer.has("watch")


def is_alarming(handling: Handling) -> bool:
    """Whether its words hint at danger to life, or it was found to be urgent."""
    return bool(handling.hint) or handling.is_urgent
