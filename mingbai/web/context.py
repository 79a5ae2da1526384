"""What every template is told: whose site this is, its menu, where the reader stands.

Nothing here reads the session: pages without a form never vary.
"""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext

from mingbai.places.models import Place
from mingbai.ui.page import MenuItem, Site


def site(request: HttpRequest) -> dict[str, Any]:
    """`site`, `menu`, `here`; empty outside any place."""
    place = getattr(request, "place", None)
    if not isinstance(place, Place):
        return {}
    return {
        "site": site_of(place),
        "menu": public_menu(request.path_info),
        "here": request.get_full_path(),
        "place": place,
    }


def site_of(place: Place) -> Site:
    """The place as header and footer show it."""
    return Site(
        site_name=place.site_name,
        promise=place.promise,
        seal=place.seal,
        office=place.office,
        office_telephone=place.office_telephone,
        commission=place.commission_name,
        commission_telephone=place.commission_telephone,
        verify_href="/verify/",
        about_href="/about/",
        accessibility_href="/accessibility/",
    )


def public_menu(path: str) -> list[MenuItem]:
    """What works so far; the other columns come with their issues."""
    words = (
        ("/powers/", gettext("Powers"), ("/powers/", "/bodies/", "/leaders/")),
        ("/letters/", gettext("Leader mailbox"), ("/letters/",)),
        ("/letters/look-up/", gettext("Look up a letter"), ("/letters/look-up/",)),
        ("/verify/", gettext("Verify"), ("/verify/",)),
        ("/report/", gettext("Report abuse"), ("/report/",)),
    )
    matching = [
        (len(prefix), href)
        for href, _, prefixes in words
        for prefix in prefixes
        if path.startswith(prefix)
    ]
    current = max(matching, default=(0, ""))[1]
    return [MenuItem(label, href, href == current) for href, label, _ in words]
