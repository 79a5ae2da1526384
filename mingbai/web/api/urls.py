"""The programs' addresses: the ledger's files as C2SP tlog-tiles names them, health."""

from django.urls import path, re_path

from mingbai.web.api import health, ledger

app_name = "api"

# A level is one of 0 to 63; an index is groups of three digits, all but the last
# behind an x; a partial one names its width, 1 to 255.
LEVEL = r"(?:entries|[0-9]|[1-5][0-9]|6[0-3])"
INDEX = r"(?:x[0-9]{3}/){0,6}[0-9]{3}"
WIDTH = r"(?:[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])"

urlpatterns = [
    path("ledger/checkpoint", ledger.checkpoint, name="ledger-checkpoint"),
    re_path(
        rf"^ledger/(?P<name>tile/{LEVEL}/{INDEX}(?:\.p/{WIDTH})?)\Z",
        ledger.tile,
        name="ledger-tile",
    ),
    path("healthz", health.health, name="health"),
]
