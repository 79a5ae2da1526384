"""The changes of the list of powers as an Atom feed (RFC 4287)."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mingbai.places.days import local_day
from mingbai.places.scoping import current_place
from mingbai.powers.models import PowerVersion
from mingbai.powers.news import begun, changed, repealed, versions_before
from mingbai.powers.said import differences
from mingbai.web.asked_day import ON

MOST: Final = 50
# XML 1.0 has no way to write these.
NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class News:
    """Something that took effect: its own id, its day, and what it was."""

    uuid: UUID
    day: date
    version: PowerVersion
    title: str
    text: str


@require_safe
def power_changes_feed(request: HttpRequest) -> HttpResponse:
    """The newest fifty changes that have taken effect; four queries.

    Entries keep their ids for ever: a version has its own, a repeal one made of it.
    """
    place = current_place()
    feed = Atom1Feed(
        title=_plain(
            gettext("What changed in the list of powers of %(place)s")
            % {"place": place.name}
        ),
        link=request.build_absolute_uri("/powers/changes/"),
        description="",
        language="zh-Hans-CN",
        author_name=_plain(place.office or place.name),
        feed_url=request.build_absolute_uri(request.path),
        feed_guid=uuid5(place.pk, "power-changes").urn,
    )
    for news in _newest(local_day(timezone.now())):
        at = datetime.combine(news.day, time(), timezone.get_current_timezone())
        address = reverse("public:power", args=[news.version.power.code])
        feed.add_item(
            title=_plain(news.title),
            link=request.build_absolute_uri(f"{address}?{ON}={news.day}"),
            # A summary is read as HTML, so it is made of escaped text alone.
            description=escape(_plain(news.text)),
            pubdate=at,
            updateddate=at,
            unique_id=news.uuid.urn,
        )
    response = HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )
    response["Cache-Control"] = "public, max-age=300"
    return response


def _newest(today: date) -> list[News]:
    first = date.min + timedelta(days=1)
    order = ("-since", "power__code")
    new = begun(first, today).order_by(*order)[:MOST]
    other = list(changed(first, today).order_by(*order)[:MOST])
    gone = repealed(first, today).order_by("-until", "power__code")[:MOST]
    before = versions_before(other)
    found = [
        *(_begun(one) for one in new),
        *(_changed(one, before[one.pk]) for one in other),
        *(_repealed(one) for one in gone),
    ]
    found.sort(key=lambda one: (-one.day.toordinal(), one.version.power.code))
    return found[:MOST]


def _begun(version: PowerVersion) -> News:
    title = gettext("New: %(name)s") % {"name": version.name}
    return News(version.pk, version.since, version, title, _held(version))


def _changed(version: PowerVersion, before: PowerVersion) -> News:
    title = gettext("Changed: %(name)s") % {"name": version.name}
    found = differences(before.statement, version.statement)
    words = "、".join(one.word for one in found)
    return News(version.pk, version.since, version, title, f"{_held(version)}：{words}")


def _repealed(version: PowerVersion) -> News:
    assert version.until is not None, "a repealed power has a last day"
    day = version.until + timedelta(days=1)
    title = gettext("Repealed: %(name)s") % {"name": version.name}
    return News(uuid5(version.pk, "repealed"), day, version, title, _held(version))


def _held(version: PowerVersion) -> str:
    return f"{version.power.code} {version.holder}"


def _plain(text: str) -> str:
    return NOT_XML.sub("", text)
