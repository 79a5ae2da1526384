"""Finding the place: by the host name a request came to, or by its slug."""

import re
import time
from dataclasses import dataclass
from typing import Final

from django.db import connection

from mingbai.places.models import Host, Place

LIFE_SECONDS: Final = 5.0
# HTTP writes an IPv6 address in brackets, so its own colons are no port.
PORT: Final = re.compile(r":\d*$")


class UnknownPlace(Exception):
    """No place has that slug."""


@dataclass(frozen=True)
class _Known:
    place: Place
    until: float


# Per database, because a process of the tests meets several. Hosts nobody registered
# are never kept, or strangers could fill the memory with them.
_hosts: dict[tuple[str, str], _Known] = {}


def place_of_host(host_and_port: str) -> Place | None:
    """The place served under that host name; None if none is.

    The port plays no part, nor does the case: `QINGHE.example:8443` is found as
    `qinghe.example`. An answer is kept for a few seconds, so that a request costs
    no query for it.
    """
    host = PORT.sub("", host_and_port).strip("[]").rstrip(".").lower()
    key = (str(connection.settings_dict["NAME"]), host)
    known = _hosts.get(key)
    if known is not None and time.monotonic() < known.until:
        return known.place
    found = Host.objects.select_related("place").filter(name=host).first()
    if found is None:
        _hosts.pop(key, None)
        return None
    _hosts[key] = _Known(found.place, time.monotonic() + LIFE_SECONDS)
    return found.place


def place_of_slug(slug: str) -> Place:
    """The place of that slug; raises UnknownPlace."""
    try:
        return Place.objects.get(slug=slug)
    except Place.DoesNotExist:
        raise UnknownPlace(slug) from None


def forget_hosts() -> None:
    """Look every host up again: this process has just changed them."""
    _hosts.clear()
