"""Posts in their official order: who holds them, what they lead, since when."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from mingbai.places.actors import Officer
from mingbai.places.appoint import appoint
from mingbai.places.end_portfolio import end_portfolio
from mingbai.places.give_portfolio import give_portfolio
from mingbai.places.leave_post import leave_post
from mingbai.places.models import Body, Portfolio, Post, Tenure
from mingbai.places.name_person import name_person
from mingbai.places.rank_post import rank_post
from mingbai.ui.parts import Crumb
from mingbai.web.desk.pages import DeskRequest, desk_page, render_desk
from mingbai.web.desk.place_forms import (
    AppointForm,
    PortfolioForm,
    RankForm,
    UntilForm,
)
from mingbai.web.desk.place_page import FormPage, answer
from mingbai.web.desk.place_words import done_words, spans_of


@dataclass(frozen=True)
class PostLine:
    """A post in a list, with the names of whoever holds it today."""

    post: Post
    names: str


@dataclass(frozen=True)
class BodyLine:
    """A body in the list, below the one before it by so many steps."""

    body: Body
    depth: int


@desk_page
def posts(request: DeskRequest) -> HttpResponse:
    """The leaders in their official order, and every body."""
    context = {
        "leaders": lines_of(
            list(Post.objects.leaders(on=request.today)), request.today
        ),
        "bodies": _tree(),
        "done": done_words(request),
    }
    return render_desk(request, "desk/posts.html", context)


@desk_page
def post(request: DeskRequest, slug: str) -> HttpResponse:
    """One post: precedence, holders by days, what it leads."""
    found = _find(slug)
    tenures = found.tenures.select_related("person").order_by("-since", "-pk")
    portfolios = found.portfolios.select_related("body").order_by("-since", "-pk")
    context = {
        "post": found,
        "tenures": spans_of(tenures, request.today),
        "portfolios": spans_of(portfolios, request.today),
        "seats": found.seats.select_related("body").order_by("body__precedence"),
        "done": done_words(request),
        "above": [*_above(), body_crumb(found.body)],
    }
    return render_desk(request, "desk/post.html", context)


@desk_page
def post_rank(request: DeskRequest, slug: str) -> HttpResponse:
    """Give the post its place in the official order."""
    found = _find(slug)
    form = RankForm(request.POST or None, initial={"precedence": found.precedence})
    page = _page(found, gettext("Precedence"), gettext("Set it"), "ranked")
    return answer(request, page, form, partial(rank_post, post=found))


@desk_page
def post_appoint(request: DeskRequest, slug: str) -> HttpResponse:
    """Let a person, new or known, take the post."""
    found = _find(slug)
    form = AppointForm(request.POST or None, initial={"since": request.today})
    page = _page(found, gettext("Appoint"), gettext("Appoint"), "appointed")

    def take(*, by: Officer, at: datetime, name: str, **said: Any) -> None:
        said["person"] = form.chosen or name_person(by=by, at=at, name=name)
        appoint(by=by, at=at, post=found, **said)

    return answer(request, page, form, take)


@desk_page
def tenure_end(request: DeskRequest, tenure: UUID) -> HttpResponse:
    """Let a tenure end with a day."""
    tenures = Tenure.objects.select_related("post__body", "person")
    found = get_object_or_404(tenures, pk=tenure)
    form = UntilForm(request.POST or None, initial={"until": request.today})
    title = gettext("End the tenure of %(name)s") % {"name": found.person.name}
    page = _page(found.post, title, gettext("End it"), "left")
    return answer(request, page, form, partial(leave_post, tenure=found))


@desk_page
def portfolio_give(request: DeskRequest, slug: str) -> HttpResponse:
    """Let the post lead a body."""
    found = _find(slug)
    form = PortfolioForm(request.POST or None, initial={"since": request.today})
    title, button = gettext("Let it lead a body"), gettext("Let it lead")
    page = _page(found, title, button, "portfolio")
    return answer(request, page, form, partial(give_portfolio, post=found))


@desk_page
def portfolio_end(request: DeskRequest, portfolio: UUID) -> HttpResponse:
    """Let a portfolio end with a day."""
    portfolios = Portfolio.objects.select_related("post__body", "body")
    found = get_object_or_404(portfolios, pk=portfolio)
    form = UntilForm(request.POST or None, initial={"until": request.today})
    title = gettext("It leads %(body)s no longer") % {"body": found.body}
    page = _page(found.post, title, gettext("End it"), "portfolio_ended")
    return answer(request, page, form, partial(end_portfolio, portfolio=found))


def lines_of(found: list[Post], today: date) -> list[PostLine]:
    """The posts with whoever holds them; one query for all."""
    held = defaultdict(list)
    holding = Tenure.objects.on(today).filter(post__in=found).select_related("person")
    for tenure in holding.order_by("since"):
        held[tenure.post_id].append(tenure.person.name)
    return [PostLine(one, "、".join(held[one.pk])) for one in found]


def body_crumb(body: Body) -> Crumb:
    """The page of a body, above those of its posts."""
    return Crumb(str(body), reverse("desk:body", args=[body.slug]))


def _find(slug: str) -> Post:
    return get_object_or_404(Post.objects.select_related("body"), slug=slug)


def _above() -> list[Crumb]:
    return [Crumb(gettext("Bodies and posts"), reverse("desk:posts"))]


def _page(found: Post, title: str, button: str, done: str) -> FormPage:
    back = reverse("desk:post", args=[found.slug])
    return FormPage(
        title=title,
        button=button,
        above=(*_above(), body_crumb(found.body), Crumb(str(found), back)),
        back=back,
        done=done,
    )


def _tree() -> list[BodyLine]:
    """Every body under its parent, in official order; one query."""
    below: dict[UUID | None, list[Body]] = defaultdict(list)
    for body in Body.objects.select_related("merged_into"):
        below[body.parent_id].append(body)
    lines: list[BodyLine] = []

    def add(parent: UUID | None, depth: int) -> None:
        for body in below[parent]:
            lines.append(BodyLine(body, depth))
            add(body.pk, depth + 1)

    add(None, 0)
    return lines
