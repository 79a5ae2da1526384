"""A form of the desk that comes too late: its page was of an earlier sign-in."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from mingbai.accounts.models import User
from mingbai.web.access import ACCESS, Gate
from mingbai.web.desk.pages import way_in
from mingbai.web.desk.typed import is_typed, typed_page


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is of an earlier sign-in, or of another site's page.

    Only what came from a page of this desk is shown with a button to send it on; a
    stranger's form would else need one press of an official to be sent.
    """
    if not (_is_of_the_desk(request) and _is_ours(request) and is_typed(request)):
        return render(request, "403_csrf.html", status=403)
    to_sign_in = way_in(request)
    if to_sign_in is not None:
        return typed_page(request, way_in=to_sign_in.url)
    assert isinstance(request.user, User), "whoever is all the way in has an account"
    return typed_page(request, way_in="", who=request.user.name)


def _is_of_the_desk(request: HttpRequest) -> bool:
    match = request.resolver_match
    access = ACCESS.get(match.view_name) if match else None
    return access is not None and access.gate is Gate.DESK


def _is_ours(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this host posted it."""
    came_from = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(came_from).netloc == request.get_host()
