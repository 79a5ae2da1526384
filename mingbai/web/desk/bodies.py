"""One body: its posts, its leading group, its names, and what becomes of it."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Max, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mingbai.places.create_post import create_post
from mingbai.places.found_body import found_body
from mingbai.places.leave_seat import leave_seat
from mingbai.places.merge_body import merge_body
from mingbai.places.models import Body, Post, Seat
from mingbai.places.rank_seat import rank_seat
from mingbai.places.rename_body import rename_body
from mingbai.places.seat import seat as give_seat
from mingbai.powers.models import PowerVersion
from mingbai.powers.move_powers import move_powers, powers_to_move
from mingbai.ui.parts import Crumb
from mingbai.web.desk.pages import DeskRequest, desk_page, render_desk
from mingbai.web.desk.place_forms import (
    BodyForm,
    MergeForm,
    PostForm,
    RenameForm,
    SeatForm,
    SeatRankForm,
    UntilForm,
)
from mingbai.web.desk.place_page import FormPage, answer
from mingbai.web.desk.place_words import done_words, spans_of
from mingbai.web.desk.posts import body_crumb, lines_of

# Between one body and the next there is room for another.
PRECEDENCE_STEP = 10


@desk_page
def body(request: DeskRequest, slug: str) -> HttpResponse:
    """Everything about the body that an administrator keeps."""
    found = _find(slug)
    seats = found.seats.on(request.today).select_related("post__body").order_by("rank")
    names = {
        line.post.pk: line.names
        for line in lines_of([one.post for one in seats], request.today)
    }
    context = {
        "body": found,
        "posts": lines_of(list(found.posts.all()), request.today),
        "seats": [(one, names[one.post_id]) for one in seats],
        "led_by": spans_of(
            found.led_by.select_related("post").order_by("-since", "-pk"), request.today
        ),
        "former_names": found.former_names.all(),
        "done": done_words(request),
        "above": _above(),
    }
    return render_desk(request, "desk/body.html", context)


@desk_page
def body_found(request: DeskRequest) -> HttpResponse:
    """Add an organisation to the tree."""
    last = Body.objects.aggregate(last=Max("precedence"))["last"] or 0
    form = BodyForm(
        request.POST or None, initial={"precedence": last + PRECEDENCE_STEP}
    )
    page = FormPage(
        title=gettext("Found a body"),
        button=gettext("Found it"),
        above=tuple(_above()),
        back=reverse("desk:posts"),
        done="founded",
    )
    return answer(request, page, form, found_body)


@desk_page
def body_rename(request: DeskRequest, slug: str) -> HttpResponse:
    """Give the body another name from a day."""
    found = _find(slug)
    form = RenameForm(
        request.POST or None,
        initial={
            "name": found.name,
            "short_name": found.short_name,
            "since": request.today,
        },
    )
    page = _page(
        found,
        gettext("Rename the body"),
        gettext("Rename it"),
        "renamed",
        follows=(
            gettext("The old name is kept, with its last day, and is found by search."),
            gettext("The address of its page stays."),
            gettext("Its powers, letters and posts stay with it."),
        ),
    )
    return answer(request, page, form, partial(rename_body, body=found))


@desk_page
def body_merge(request: DeskRequest, slug: str) -> HttpResponse:
    """Let the body become part of another, after saying what follows."""
    found = _find(slug)
    form = MergeForm(request.POST or None, initial={"on": request.today})
    page = _page(
        found,
        gettext("Merge the body into another"),
        gettext("Merge it"),
        "merged",
        follows=_what_follows(found),
    )
    return answer(request, page, form, partial(merge_body, body=found))


@desk_page
def post_create(request: DeskRequest, slug: str) -> HttpResponse:
    """Create a post of the body."""
    found = _find(slug)
    last = Post.objects.aggregate(last=Max("precedence"))["last"] or 0
    form = PostForm(
        request.POST or None, initial={"precedence": last + PRECEDENCE_STEP}
    )
    title, button = gettext("Create a post"), gettext("Create it")
    page = _page(found, title, button, "created")
    return answer(request, page, form, partial(create_post, body=found))


@desk_page
def seat_give(request: DeskRequest, slug: str) -> HttpResponse:
    """Seat a post in the leading group of the body."""
    found = _find(slug)
    last = found.seats.on(request.today).aggregate(last=Max("rank"))["last"] or 0
    form = SeatForm(request.POST or None, initial={"rank": last + 1})
    title, button = gettext("Seat a post in the leading group"), gettext("Seat it")
    page = _page(found, title, button, "seated")
    return answer(request, page, form, partial(give_seat, body=found))


@desk_page
def seat_rank(request: DeskRequest, seat: UUID) -> HttpResponse:
    """Give a seat its place in the order of the leading group."""
    found = _find_seat(seat)
    form = SeatRankForm(request.POST or None, initial={"rank": found.rank})
    title = gettext("Rank of %(post)s in the leading group") % {"post": found.post}
    page = _page(found.body, title, gettext("Set it"), "seat_ranked")
    return answer(request, page, form, partial(rank_seat, seat=found))


@desk_page
def seat_leave(request: DeskRequest, seat: UUID) -> HttpResponse:
    """Let a post leave the leading group with a day."""
    found = _find_seat(seat)
    form = UntilForm(request.POST or None, initial={"until": request.today})
    title = gettext("%(post)s leaves the leading group") % {"post": found.post}
    page = _page(found.body, title, gettext("End it"), "seat_left")
    return answer(request, page, form, partial(leave_seat, seat=found))


@desk_page
def powers_move(request: DeskRequest, slug: str) -> HttpResponse:
    """Draft what becomes of a merged body's powers, and of its posts'."""
    found = _find(slug)
    into = found.merged_into
    if into is None:
        raise Http404
    if request.method == "POST":
        codes = move_powers(by=request.officer, at=request.at, body=found, into=into)
        return redirect(f"{reverse('desk:drafts')}?imported={len(codes)}")
    versions = powers_to_move(found, on=request.today)
    context: dict[str, Any] = {
        "body": found,
        "into": into,
        "moving": [one for one in versions if one.holder_body_id],
        "ending": [one for one in versions if one.holder_post_id],
        "total": len(versions),
        "above": [Crumb(gettext("Register of powers"), reverse("desk:powers"))],
    }
    return render_desk(request, "desk/powers_move.html", context)


def _what_follows(found: Body) -> tuple[str, ...]:
    """What a merger does and what it leaves to be done, with the numbers of today."""
    held = Q(holder_body=found) | Q(holder_post__body=found)
    powers = PowerVersion.objects.filter(held, until__isnull=True).count()
    posts, led_by = found.posts.count(), found.led_by.filter(until__isnull=True).count()
    kept = ngettext(
        "It and its posts keep %(number)s power until its transfer or repeal is"
        " decided: an editor drafts it from the register, two people decide.",
        "It and its posts keep %(number)s powers until their transfer or repeal is"
        " decided: an editor drafts it from the register, two people decide.",
        powers,
    )
    stays = ngettext(
        "Its %(number)s post stays; end the tenure where it falls away.",
        "Its %(number)s posts stay; end the tenures where they fall away.",
        posts,
    )
    ends = ngettext(
        "Nobody leads it any more from that day: %(number)s portfolio ends.",
        "Nobody leads it any more from that day: %(number)s portfolios end.",
        led_by,
    )
    return (
        gettext("Its page stays, and says which body it is part of, and since when."),
        ends % {"number": led_by},
        kept % {"number": powers},
        stays % {"number": posts},
        gettext("It can't be undone; a body that comes again is founded anew."),
    )


def _find(slug: str) -> Body:
    bodies = Body.objects.select_related("parent", "merged_into")
    return get_object_or_404(bodies, slug=slug)


def _find_seat(seat: UUID) -> Seat:
    return get_object_or_404(Seat.objects.select_related("body", "post"), pk=seat)


def _above() -> list[Crumb]:
    return [Crumb(gettext("Bodies and posts"), reverse("desk:posts"))]


def _page(
    found: Body, title: str, button: str, done: str, follows: tuple[str, ...] = ()
) -> FormPage:
    crumb = body_crumb(found)
    return FormPage(
        title=title,
        button=button,
        above=(*_above(), crumb),
        back=crumb.href,
        done=done,
        follows=follows,
    )
