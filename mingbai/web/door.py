"""The door: finds the place, opens it, and lets one transaction in.

A GET writes nothing. A POST is read whole, then runs in the one durable
transaction, rendering included; an answer of 500 or more rolls it back, and the
answer leaves only after the commit. Where a file may come, more is read.
"""

import logging
from collections.abc import Callable
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils import timezone

from mingbai.places.find_place import place_of_host
from mingbai.places.models import Place
from mingbai.places.scoping import within

log = logging.getLogger("mingbai.door")

READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
# Signing in writes on GET (a stage of the sign-in, a fresh second factor).
SIGN_IN: Final = "/desk/sign-in/"
# Posted so that a receipt stands in no address; they only read.
READING_POSTS: Final = frozenset({"/letters/look-up/", "/verify/", "/verify/proof/"})
# Where a file may come, and how large such a request may be.
UPLOADS: Final = frozenset({"/desk/powers/import/"})
MOST_UPLOADED: Final = 10 << 20
# Files of the package itself belong to no place.
WITHOUT_PLACE: Final = ("/static/",)

Next = Callable[[HttpRequest], HttpResponse]


class PlacedRequest(HttpRequest):
    """A request that has come through the door: its place is known."""

    place: Place


class InMemory(MemoryFileUploadHandler):
    """Keeps a file in memory, whatever its size: no copy in clear lies on the disk."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803  # Django's own name
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """Take it; the door has refused what is too large."""
        self.activated = True


class DoorMiddleware:
    """Opens the place of the request's host for the views behind it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(WITHOUT_PLACE):
            return self.get_response(request)
        try:
            place = place_of_host(request.get_host())
        except OperationalError:
            return self._busy(request)
        if place is None:
            return render(request, "ui/no_place.html", status=404)
        request.place = place  # type: ignore[attr-defined]  # see PlacedRequest
        with timezone.override(ZoneInfo(place.time_zone)):
            return self._answer(request, place)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """A busy database or a body too large is no fault of ours to be logged."""
        if isinstance(exception, OperationalError):
            # A page that only reads on SQLite has no transaction.
            if connection.in_atomic_block:
                transaction.set_rollback(True)
            return self._busy(request)
        if isinstance(exception, RequestDataTooBig | MultiPartParserError):
            return render(request, "ui/too_large.html", status=413)
        return None

    def _answer(self, request: HttpRequest, place: Place) -> HttpResponse:
        try:
            # Nobody waits in a transaction for a slow sender.
            _read_whole(request)
            if _only_reads(request):
                with within(place, read_only=True):
                    return self.get_response(request)
            with within(place, durable=True):
                response = self.get_response(request)
                if response.status_code >= 500:
                    transaction.set_rollback(True)
            return response
        except RequestDataTooBig:
            return render(request, "ui/too_large.html", status=413)
        except OperationalError as error:
            log.warning("the database did not answer", exc_info=error)
            return self._busy(request)

    @staticmethod
    def _busy(request: HttpRequest) -> HttpResponse:
        response = render(request, "503.html", status=503)
        response["Retry-After"] = "10"
        return response


def _read_whole(request: HttpRequest) -> None:
    """Bring the whole request in; raises RequestDataTooBig."""
    if request.path_info not in UPLOADS:
        request.body  # noqa: B018  # reading is the point
        return
    length = request.META.get("CONTENT_LENGTH", "")
    if length.isdecimal() and int(length) > MOST_UPLOADED:
        raise RequestDataTooBig
    request.upload_handlers = [InMemory(request)]
    request.POST  # noqa: B018  # reads the files as well


def _only_reads(request: HttpRequest) -> bool:
    if request.path_info.startswith(SIGN_IN):
        return False
    return request.method in READS or request.path_info in READING_POSTS
