"""The citizens' addresses. They carry numbers, codes or slugs, never a UUID."""

from typing import Final

from django.urls import path

from mingbai.web.public import (
    about,
    bodies,
    home,
    leaders,
    letter_after,
    letter_late,
    letter_look_up,
    letter_promises,
    letter_write,
    letters,
    look,
    power,
    power_between,
    power_changes,
    power_compare,
    power_search,
    powers,
    verify,
)

app_name: Final = "public"

urlpatterns: Final = [
    path("", home.home, name="home"),
    path("look.css", look.look_sheet, name="look-css"),
    path("look/<slug:choice>", look.look_choose, name="look-choose"),
    path("powers/", powers.powers_by_leader, name="power-list"),
    path("powers/bodies/", powers.powers_by_body, name="power-list-bodies"),
    path(
        "powers/categories/",
        powers.powers_by_category,
        name="power-list-categories",
    ),
    path("powers/matters/", powers.powers_by_matter, name="power-list-matters"),
    path("powers/search/", power_search.power_search, name="power-search"),
    path("powers/changes/", power_changes.power_changes_now, name="power-changes"),
    path(
        "powers/changes/months/",
        power_changes.power_changes_months,
        name="power-changes-months",
    ),
    path(
        "powers/changes/between/",
        power_between.power_changes_between,
        name="power-changes-between",
    ),
    path(
        "powers/changes/<slug:month>/",
        power_changes.power_changes,
        name="power-changes-month",
    ),
    # A code may hold slashes, so these come last.
    path(
        "powers/<path:code>/compare/", power_compare.power_compare, name="power-compare"
    ),
    path("powers/<path:code>/", power.power, name="power"),
    path("bodies/<slug:slug>/", bodies.body, name="body"),
    path("leaders/<slug:slug>/", leaders.leader, name="leader"),
    path("letters/", letters.letters, name="letters"),
    path("letters/write/", letter_write.letter_write, name="letter-write"),
    path("letters/look-up/", letter_look_up.letter_look_up, name="letter-look-up"),
    path("letters/look-up/<slug:act>/", letter_after.letter_act, name="letter-act"),
    path("letters/late/", letter_late.letter_late, name="letter-late"),
    path(
        "letters/promises/",
        letter_promises.letter_promises,
        name="letter-promises",
    ),
    path("verify/", verify.verify, name="verify"),
    path("verify/proof/", verify.verify_proof, name="verify-proof"),
    path("report/", about.report, name="report"),
    path("about/", about.about, name="about"),
    path("about/grants/", about.grants, name="grants"),
    path("accessibility/", about.accessibility, name="accessibility"),
]
