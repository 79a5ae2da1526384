"""The officials' addresses.

allauth looks its own up by bare names, so they stand outside our namespace; every
one of them lies under /desk/sign-in/, where the door lets a GET write.
"""

from typing import Final

from django.urls import URLPattern, include, path
from django.views.decorators.cache import never_cache
from django.views.generic import View

from mingbai.web.desk import (
    account,
    bodies,
    drafts,
    duties,
    find,
    keys,
    letter,
    letter_rules,
    next_letter,
    notices,
    people,
    posts,
    power_edit,
    power_import,
    power_register,
    queue,
    register,
    reply_templates,
    sign_in,
    supervision,
)

OURS: Final[list[URLPattern]] = [
    path("", queue.queue, name="queue"),
    path("find/", find.find, name="find"),
    path("next/", next_letter.next_letter, name="next"),
    path("supervision/", supervision.supervision, name="supervision"),
    path("notices/", notices.notices, name="notices"),
    path("notices/seen/", notices.notices_seen, name="notices-seen"),
    path("keys/", keys.keys, name="keys"),
    path("register/", register.register, name="register"),
    path("register/xlsx/", register.register_xlsx, name="register-xlsx"),
    path("letters/<str:ref>/", letter.letter, name="letter"),
    path("letters/<str:ref>/<str:act>/", letter.letter_act, name="letter-act"),
    path("rules/", letter_rules.letter_rules, name="letter-rules"),
    path("rules/approval/", letter_rules.letter_approval, name="letter-approval"),
    path("rules/<str:kind>/", letter_rules.letter_limits, name="letter-limits"),
    path("templates/", reply_templates.templates, name="templates"),
    path("templates/new/", reply_templates.template_new, name="template-new"),
    path("templates/<uuid:template>/", reply_templates.template, name="template"),
    path(
        "templates/<uuid:template>/delete/",
        reply_templates.template_delete,
        name="template-delete",
    ),
    path("powers/", power_register.powers, name="powers"),
    path("powers/new/", power_edit.power_new, name="power-new"),
    path("powers/import/", power_import.power_import, name="power-import"),
    path("powers/<uuid:power>/", power_edit.power_change, name="power-change"),
    path("powers/<uuid:power>/repeal/", power_edit.power_repeal, name="power-repeal"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/<uuid:draft>/", drafts.draft, name="draft"),
    path("drafts/<uuid:draft>/change/", power_edit.draft_change, name="draft-change"),
    path("drafts/<uuid:draft>/decide/", drafts.draft_decide, name="draft-decide"),
    path("posts/", posts.posts, name="posts"),
    path("posts/<slug:slug>/", posts.post, name="post"),
    path("posts/<slug:slug>/precedence/", posts.post_rank, name="post-rank"),
    path("posts/<slug:slug>/appoint/", posts.post_appoint, name="post-appoint"),
    path("posts/<slug:slug>/leads/", posts.portfolio_give, name="portfolio-give"),
    path("tenures/<uuid:tenure>/end/", posts.tenure_end, name="tenure-end"),
    path("portfolios/<uuid:portfolio>/end/", posts.portfolio_end, name="portfolio-end"),
    path("new-body/", bodies.body_found, name="body-found"),
    path("bodies/<slug:slug>/", bodies.body, name="body"),
    path("bodies/<slug:slug>/name/", bodies.body_rename, name="body-rename"),
    path("bodies/<slug:slug>/merge/", bodies.body_merge, name="body-merge"),
    path("bodies/<slug:slug>/new-post/", bodies.post_create, name="post-create"),
    path("bodies/<slug:slug>/seats/", bodies.seat_give, name="seat-give"),
    path("seats/<uuid:seat>/rank/", bodies.seat_rank, name="seat-rank"),
    path("seats/<uuid:seat>/end/", bodies.seat_leave, name="seat-leave"),
    path("bodies/<slug:slug>/powers/", bodies.powers_move, name="powers-move"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password_change, name="password-change"),
    path("duties/", duties.duties, name="duties"),
    path("duties/new-official/", people.user_create, name="user-create"),
    path("duties/of/<str:login>/ask/", duties.duty_ask, name="duty-ask"),
    path("duties/of/<str:login>/reset/", duties.factor_reset, name="factor-reset"),
    path("duties/<uuid:duty>/end/", duties.duty_end, name="duty-end"),
    path("duties/asked/<uuid:asking>/", duties.duty_decide, name="duty-decide"),
]


def _step(address: str, page: type[View], name: str) -> URLPattern:
    """A step of signing in; who leaves a shared machine leaves no page behind."""
    return path(address, never_cache(page.as_view()), name=name)


SIGN_IN: Final[list[URLPattern]] = [
    _step("", sign_in.SignInPage, "account_login"),
    _step("out/", sign_in.SignOutPage, "account_logout"),
    _step("code/", sign_in.CodePage, "mfa_authenticate"),
    _step("code/again/", sign_in.CodeAgainPage, "mfa_reauthenticate"),
    _step("factor/", sign_in.FactorPage, "mfa_activate_totp"),
    _step("factor/replace/", sign_in.FactorReplacePage, "mfa_deactivate_totp"),
]

urlpatterns: Final = [
    path("sign-in/", include(SIGN_IN)),
    path("", include((OURS, "desk"))),
]
