"""The verb with which a place comes into being, with its bodies, posts and people."""

from dataclasses import asdict
from datetime import datetime

from django.db import connection, transaction

from mingbai.ledger.record import record
from mingbai.places.actors import Actor
from mingbai.places.appoint import appoint
from mingbai.places.create_post import create_post
from mingbai.places.find_place import forget_hosts
from mingbai.places.found_body import found_body
from mingbai.places.give_portfolio import give_portfolio
from mingbai.places.models import Body, Host, Person, Place, Post
from mingbai.places.name_person import name_person
from mingbai.places.naming import acting
from mingbai.places.plan import BodyPlan, PlacePlan
from mingbai.places.policy import Act, require
from mingbai.places.scoping import within
from mingbai.places.seat import seat


class PlaceExists(Exception):
    """A place has that slug or that origin already; nothing was changed."""


class HostTaken(Exception):
    """A host name leads to another place already."""


class OnlyOnePlace(Exception):
    """SQLite holds one place: it has no row security to part two."""


def open_place(*, by: Actor, at: datetime, plan: PlacePlan) -> Place:
    """The new place with everything its plan names but accounts, which lie above.

    The caller's transaction makes it all or nothing. Refuses with PlaceExists,
    HostTaken and OnlyOnePlace.
    """
    require(by, Act.PLACE_SET_UP)
    _check_room(plan)
    with transaction.atomic():
        place = _place(plan)
        for host in plan.hosts:
            Host.objects.create(name=host, place=place)
        with within(place):
            bodies = _bodies(by, at, plan)
            posts = _posts(by, at, plan, bodies)
            _people(by, at, plan, posts)
            record(
                log=place.pk,
                name="place.opened",
                facts={
                    "slug": plan.slug,
                    "name": plan.name,
                    "origin": plan.origin,
                    "hosts": list(plan.hosts),
                    "reply_working_days": plan.reply_working_days,
                    "bodies": len(plan.bodies),
                    "posts": len(plan.posts),
                    "by": acting(by),
                },
                at=at,
            )
    forget_hosts()
    return place


def _check_room(plan: PlacePlan) -> None:
    same_slug = Place.objects.filter(slug=plan.slug)
    if same_slug.exists() or Place.objects.filter(origin=plan.origin).exists():
        raise PlaceExists(plan.slug)
    if connection.vendor == "sqlite" and Place.objects.exists():
        raise OnlyOnePlace
    taken = Host.objects.filter(name__in=plan.hosts).order_by("name").first()
    if taken is not None:
        raise HostTaken(taken.name)


def _place(plan: PlacePlan) -> Place:
    theme, commission = plan.theme, plan.commission
    return Place.objects.create(
        slug=plan.slug,
        name=plan.name,
        site_name=plan.site_name,
        promise=plan.promise,
        seal=plan.seal,
        area_code=plan.area_code,
        time_zone=plan.time_zone,
        origin=plan.origin,
        reply_working_days=plan.reply_working_days,
        office=plan.office,
        office_telephone=plan.office_telephone,
        office_address=plan.office_address,
        office_hours=plan.office_hours,
        pine=theme.pine,
        pine_dark=theme.pine_dark,
        pine_light=theme.pine_light,
        commission_name=commission.name,
        commission_address=commission.address,
        commission_postcode=commission.postcode,
        commission_telephone=commission.telephone,
        commission_hours=commission.hours,
    )


def _bodies(by: Actor, at: datetime, plan: PlacePlan) -> dict[str, Body]:
    """Parents first, whatever the order of the file: the plan's tree has no circle."""
    founded: dict[str, Body] = {}
    waiting: list[BodyPlan] = list(plan.bodies)
    while waiting:
        ready = [one for one in waiting if not one.parent or one.parent in founded]
        for body in ready:
            said = asdict(body) | {"parent": founded.get(body.parent)}
            founded[body.slug] = found_body(by=by, at=at, **said)
        waiting = [one for one in waiting if one not in ready]
    return founded


def _posts(
    by: Actor, at: datetime, plan: PlacePlan, bodies: dict[str, Body]
) -> dict[str, Post]:
    created: dict[str, Post] = {}
    for said in plan.posts:
        post = created[said.slug] = create_post(
            by=by,
            at=at,
            slug=said.slug,
            name=said.name,
            short_name=said.short_name,
            body=bodies[said.body],
            precedence=said.precedence,
            duty=said.duty,
        )
        if said.leading_group:
            group = bodies[said.leading_group]
            seat(by=by, at=at, body=group, post=post, rank=said.rank_in_group)
        if said.since is not None:
            for led in said.leads:
                body = bodies[led]
                give_portfolio(by=by, at=at, post=post, body=body, since=said.since)
    return created


def _people(
    by: Actor, at: datetime, plan: PlacePlan, posts: dict[str, Post]
) -> dict[str, Person]:
    named: dict[str, Person] = {}
    for said in plan.persons:
        if said.name not in named:
            named[said.name] = name_person(by=by, at=at, name=said.name)
        appoint(
            by=by,
            at=at,
            post=posts[said.post],
            person=named[said.name],
            since=said.since,
            until=said.until,
            shared=said.shared,
        )
    return named
