"""One URL map for each set of doors this process opens (MINGBAI_DOORS)."""

from typing import Final

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

DOORS: Final[dict[str, list[URLPattern | URLResolver]]] = {
    "public": [path("", include("mingbai.web.public.urls"))],
    "desk": [path("desk/", include("mingbai.web.desk.urls"))],
    "api": [path("", include("mingbai.web.api.urls"))],
}

urlpatterns = [pattern for door in settings.DOORS for pattern in DOORS[door]]

handler400 = "mingbai.web.errors.bad_request"
handler403 = "mingbai.web.errors.forbidden"
handler404 = "mingbai.web.errors.not_found"
handler500 = "mingbai.web.errors.server_error"
