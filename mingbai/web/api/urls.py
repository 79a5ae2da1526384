"""The programs' addresses: the ledger's files as C2SP tlog-tiles names them, health,
and the list of powers as files and as a feed.
"""

from django.urls import path, re_path

from mingbai.web.api import health, ledger, popolo, power_feed, powers

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
    path("powers/list.csv", powers.power_list_csv, name="power-list-csv"),
    path("powers/list.xlsx", powers.power_list_xlsx, name="power-list-xlsx"),
    path("powers/list.json", powers.power_list_json, name="power-list-json"),
    path("powers/popolo.json", popolo.popolo, name="popolo"),
    path("powers/changes.atom", power_feed.power_changes_feed, name="power-feed"),
    path("healthz", health.health, name="health"),
]
