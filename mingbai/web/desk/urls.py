"""The officials' addresses.

allauth looks its own up by bare names, so they stand outside our namespace; every
one of them lies under /desk/sign-in/, where the door lets a GET write.
"""

from typing import Final

from django.urls import URLPattern, include, path

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

SIGN_IN: Final[list[URLPattern]] = [
    path("", sign_in.SignInPage.as_view(), name="account_login"),
    path("out/", sign_in.SignOutPage.as_view(), name="account_logout"),
    path("code/", sign_in.CodePage.as_view(), name="mfa_authenticate"),
    path("code/again/", sign_in.CodeAgainPage.as_view(), name="mfa_reauthenticate"),
    path("factor/", sign_in.FactorPage.as_view(), name="mfa_activate_totp"),
    path(
        "factor/replace/",
        sign_in.FactorReplacePage.as_view(),
        name="mfa_deactivate_totp",
    ),
]

urlpatterns: Final = [
    path("sign-in/", include(SIGN_IN)),
    path("", include((OURS, "desk"))),
]
