"""A URL map with views that do what no view of ours may do."""

from typing import Final

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from mingbai import urls
from tests.written import draft, send

TITLE: Final = "这一行不该留下"


@csrf_exempt
def write(request: HttpRequest) -> HttpResponse:
    """Writes, whatever the method."""
    send(draft(title=TITLE))
    return HttpResponse("written")


@csrf_exempt
def write_and_raise(request: HttpRequest) -> HttpResponse:
    """Writes, and then something breaks."""
    send(draft(title=TITLE))
    raise RuntimeError("broken on purpose")


@csrf_exempt
def write_and_answer_500(request: HttpRequest) -> HttpResponse:
    """Writes, and then answers by itself that something broke."""
    send(draft(title=TITLE))
    return HttpResponse(status=500)


@csrf_exempt
def find_the_database_locked(request: HttpRequest) -> HttpResponse:
    """Writes if it may, and then waits for the database in vain."""
    if request.method == "POST":
        send(draft(title=TITLE))
    raise OperationalError("database is locked")


# They borrow names of the access table, which admits no others.
FAULTS: Final = [
    path("faults/write/", write, name="letter-write"),
    path("faults/raise/", write_and_raise, name="letter-write"),
    path("faults/500/", write_and_answer_500, name="letter-write"),
    path("faults/locked/", find_the_database_locked, name="letter-write"),
]

urlpatterns: Final = [path("", include((FAULTS, "public"))), *urls.urlpatterns]
handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500
