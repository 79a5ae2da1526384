"""The officials' addresses.

allauth looks its own up by bare names, so they stand outside our namespace; every
one of them lies under /desk/sign-in/, where the door lets a GET write.
"""

from typing import Final

from django.urls import URLPattern, include, path
from django.views.decorators.cache import never_cache
from django.views.generic import View

from mingbai.web.desk import account, duties, letter, people, queue, sign_in

OURS: Final[list[URLPattern]] = [
    path("", queue.queue, name="queue"),
    path("letters/<str:ref>/", letter.letter, name="letter"),
    path("letters/<str:ref>/route/", letter.letter_route, name="letter-route"),
    path("letters/<str:ref>/reply/", letter.letter_reply, name="letter-reply"),
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
