"""Who holds and held which post, in Popolo's words (popoloproject.com/specs)."""

import json
from datetime import date, timedelta
from typing import Any, BinaryIO

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from mingbai.places.days import local_day
from mingbai.places.models import Body, FormerName, Person, Post, Tenure
from mingbai.web.api.open_file import open_file

JSON = "application/json"


@require_safe
def popolo(request: HttpRequest) -> FileResponse:
    """Persons, organizations, posts, and memberships with their days; five queries.

    Of those who will hold a post nothing is said before their first day.
    """
    today = local_day(timezone.now())
    home = request.build_absolute_uri("/")
    tenures = list(
        Tenure.objects.filter(since__lte=today)
        .select_related("person", "post")
        .order_by("since", "id")
    )
    content = {
        "persons": [_person(one) for one in _people(tenures)],
        "organizations": _organizations(home),
        "posts": [
            _post(one, home)
            for one in Post.objects.select_related("body").order_by("precedence", "id")
        ],
        "memberships": [_membership(one) for one in tenures],
    }

    def write(file: BinaryIO) -> None:
        file.write(json.dumps(content, ensure_ascii=False, indent=1).encode())

    return open_file(write, content_type=JSON, name="popolo.json")


def _people(tenures: list[Tenure]) -> list[Person]:
    found = {one.person_id: one.person for one in tenures}
    return list(found.values())


def _person(person: Person) -> dict[str, Any]:
    return {"id": str(person.pk), "name": person.name}


def _organizations(home: str) -> list[dict[str, Any]]:
    names: dict[Any, list[dict[str, str]]] = {}
    for one in FormerName.objects.order_by("until"):
        former = {"name": one.name, "end_date": one.until.isoformat()}
        names.setdefault(one.body_id, []).append(former)
    bodies = list(Body.objects.select_related("merged_into").all())
    return [_organization(one, home, names.get(one.pk, [])) for one in bodies]


def _organization(
    body: Body, home: str, former: list[dict[str, str]]
) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": str(body.pk),
        "name": body.name,
        "classification": body.kind,
        "parent_id": str(body.parent_id) if body.parent_id else None,
        "other_names": [{"name": body.short_name, "note": "short"}, *former],
        "contact_details": _contact(body),
        "links": [{"url": f"{home}bodies/{body.slug}/"}],
    }
    if body.merged_on is not None and body.merged_into is not None:
        said["dissolution_date"] = _iso(body.merged_on - timedelta(days=1))
        said["merged_into_id"] = str(body.merged_into_id)
    return said


def _contact(body: Body) -> list[dict[str, str]]:
    found = (("voice", body.telephone), ("address", body.address))
    return [{"type": kind, "value": value} for kind, value in found if value]


def _post(post: Post, home: str) -> dict[str, Any]:
    return {
        "id": str(post.pk),
        "label": post.name,
        "organization_id": str(post.body_id),
        "links": [{"url": f"{home}leaders/{post.slug}/"}],
    }


def _membership(tenure: Tenure) -> dict[str, Any]:
    return {
        "id": str(tenure.pk),
        "person_id": str(tenure.person_id),
        "post_id": str(tenure.post_id),
        "organization_id": str(tenure.post.body_id),
        "label": tenure.post.name,
        "start_date": _iso(tenure.since),
        "end_date": _iso(tenure.until),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
