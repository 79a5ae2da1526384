"""What the entries of a plan say of each other: names that must exist, or differ."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import Final, TypeVar

from django.utils.translation import gettext as _

from mingbai.places.plan import AccountPlan, DutyPlan, PersonPlan, PlacePlan, PostPlan
from mingbai.places.plan_reader import Problem

Entry = TypeVar("Entry")

# Administrators have a table of their own: there are two, and both are told at once.
DUTY_KINDS: Final = frozenset(
    {
        "registrar",
        "officer",
        "clerk",
        "head",
        "leader",
        "watch",
        "supervisor",
        "inspector",
        "editor",
        "report_clerk",
    }
)
# These are held for a body.
INSIDE_A_BODY: Final = frozenset({"officer", "clerk", "head"})
ADMINISTRATORS: Final = 2


def check_plan(plan: PlacePlan) -> Iterator[Problem]:
    """Every fault that needs more than one entry to be seen."""
    yield from _names_of_their_own(plan)
    yield from _tree(plan)
    for number, post in enumerate(plan.posts, start=1):
        yield from _post(f"post {number} ({post.slug})", post, plan)
    yield from _ranks(plan.posts)
    yield from _persons(plan)
    yield from _two_administrators(plan)
    for number, account in enumerate(plan.accounts, start=1):
        yield from _account(f"account {number} ({account.login})", account, plan)


def _names_of_their_own(plan: PlacePlan) -> Iterator[Problem]:
    yield from _twice("body", "slug", plan.bodies, lambda body: body.slug)
    yield from _twice("body", "short_name", plan.bodies, lambda body: body.short_name)
    yield from _twice("post", "slug", plan.posts, lambda post: post.slug)
    yield from _twice("post", "short_name", plan.posts, lambda post: post.short_name)
    logins = [one.login for one in plan.administrators]
    logins += [one.login for one in plan.accounts]
    yield from _twice("administrator, account", "login", logins, str)


def _twice(
    table: str, name: str, entries: Iterable[Entry], read: Callable[[Entry], str]
) -> Iterator[Problem]:
    seen: set[str] = set()
    for entry in entries:
        value = read(entry)
        if value in seen:
            what = _("%(name)s %(value)s is used twice")
            yield table, what % {"name": name, "value": value}
        seen.add(value)


def _tree(plan: PlacePlan) -> Iterator[Problem]:
    parents = {body.slug: body.parent for body in plan.bodies}
    for number, body in enumerate(plan.bodies, start=1):
        where = f"body {number} ({body.slug})"
        if body.parent:
            yield from _known(where, "parent", body.parent, parents)
        if _is_below_itself(body.slug, parents):
            yield where, _("parent leads in a circle back to this body")


def _is_below_itself(slug: str, parents: dict[str, str]) -> bool:
    above = parents.get(slug, "")
    for _step in parents:
        if above == slug:
            return True
        above = parents.get(above, "")
    return False


def _known(
    where: str, name: str, value: str, known: Iterable[str]
) -> Iterator[Problem]:
    if value not in known:
        what = _("%(name)s %(value)s stands nowhere in this file")
        yield where, what % {"name": name, "value": value}


def _post(where: str, post: PostPlan, plan: PlacePlan) -> Iterator[Problem]:
    bodies = {body.slug for body in plan.bodies}
    yield from _known(where, "body", post.body, bodies)
    for led in post.leads:
        yield from _known(where, "leads", led, bodies)
    if post.leads and post.since is None:
        yield where, _("since is missing: from which day does the post lead them?")
    if post.leading_group:
        yield from _known(where, "leading_group", post.leading_group, bodies)
    if bool(post.leading_group) != bool(post.rank_in_group):
        yield where, _("leading_group and rank_in_group go together")


def _ranks(posts: Sequence[PostPlan]) -> Iterator[Problem]:
    seated = [post for post in posts if post.leading_group]
    yield from _twice(
        "post",
        "leading_group, rank_in_group",
        seated,
        lambda post: f"{post.leading_group} {post.rank_in_group}",
    )


def _persons(plan: PlacePlan) -> Iterator[Problem]:
    posts = {post.slug for post in plan.posts}
    named = [
        (f"person {number} ({person.name})", person)
        for number, person in enumerate(plan.persons, start=1)
    ]
    for where, person in named:
        yield from _known(where, "post", person.post, posts)
        if person.until is not None and person.until < person.since:
            yield where, _("until comes before since")
    for (_first, one), (where, other) in combinations(named, 2):
        if one.post == other.post and _clash(one, other):
            what = _("%(post)s is held by %(name)s in these days")
            yield where, what % {"post": other.post, "name": one.name}


def _clash(one: PersonPlan, other: PersonPlan) -> bool:
    meet = one.since <= (other.until or date.max) and other.since <= (
        one.until or date.max
    )
    return meet and (one.name == other.name or not (one.shared and other.shared))


def _two_administrators(plan: PlacePlan) -> Iterator[Problem]:
    if len(plan.administrators) != ADMINISTRATORS:
        what = _(
            "two administrators are needed, one asks and the other confirms;"
            " this file names %(number)s"
        )
        yield "administrator", what % {"number": len(plan.administrators)}


def _account(where: str, account: AccountPlan, plan: PlacePlan) -> Iterator[Problem]:
    if account.person:
        persons = {person.name for person in plan.persons}
        yield from _known(where, "person", account.person, persons)
    if not account.duties:
        yield where, _("duties is empty: this account could do nothing")
    for number, duty in enumerate(account.duties, start=1):
        yield from _duty(f"{where}: duties {number} ({duty.kind})", duty, plan)


def _duty(where: str, duty: DutyPlan, plan: PlacePlan) -> Iterator[Problem]:
    if duty.kind not in DUTY_KINDS:
        what = _("kind must be one of %(kinds)s")
        yield where, what % {"kinds": ", ".join(sorted(DUTY_KINDS))}
        return
    if bool(duty.body) != (duty.kind in INSIDE_A_BODY):
        yield where, _("officers, clerks and heads serve a body, and nobody else does")
    if bool(duty.post) != (duty.kind == "leader"):
        yield where, _("a leader reads the letters of a post, and nobody else does")
    if duty.body:
        yield from _known(where, "body", duty.body, {one.slug for one in plan.bodies})
    if duty.post:
        yield from _known(where, "post", duty.post, {one.slug for one in plan.posts})
