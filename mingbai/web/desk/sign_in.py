"""Signing in: allauth's views with our forms; only these of them are mounted."""

from typing import Any

from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic.base import ContextMixin, View

from mingbai.accounts.models import User
from mingbai.accounts.officer import officer_of
from mingbai.accounts.reset_factor import has_factor
from mingbai.accounts.set_up_factor import set_up_factor
from mingbai.places.days import local_day
from mingbai.web.desk.pages import FACTOR_SET_UP
from mingbai.web.desk.sign_in_forms import (
    CodeAgainForm,
    CodeForm,
    FactorForm,
    PasswordForm,
    SignInForm,
)


class OurSite(ContextMixin):
    """Takes away allauth's `site`, which would hide the place from our templates."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The view's own context without that word."""
        context = super().get_context_data(**kwargs)
        context.pop("site", None)
        return context


class NeedsFactor(View):
    """Without a factor there is no code and nothing to replace: it is set up first."""

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """To the set-up, or on to the view."""
        if isinstance(request.user, User) and not has_factor(request.user):
            return redirect("mfa_activate_totp")
        return super().dispatch(request, *args, **kwargs)


class SignInPage(OurSite, LoginView):
    """Login and password; one neutral sentence when they do not match."""

    template_name = "account/login.html"

    def get_form_class(self) -> type[SignInForm]:
        return SignInForm


class SignOutPage(LogoutView):
    """Asks on GET, signs out on POST."""

    template_name = "account/logout.html"


class CodePage(OurSite, AuthenticateView):
    """The code of the second factor, after the password."""

    template_name = "mfa/authenticate.html"

    def get_form_class(self) -> type[CodeForm]:
        return CodeForm


class CodeAgainPage(NeedsFactor, ReauthenticateView):
    """The code once more, before the factor is replaced."""

    template_name = "mfa/reauthenticate.html"

    def get_form_class(self) -> type[CodeAgainForm]:
        return CodeAgainForm


class FactorPage(ActivateTOTPView):
    """Sets up the second factor, which nobody goes without."""

    template_name = "mfa/totp/activate_form.html"

    def get_form_class(self) -> type[FactorForm]:
        return FactorForm

    def get_success_url(self) -> str:
        """The first password is somebody else's idea: changing it is offered."""
        return f"{reverse('desk:password-change')}?first=1"

    def form_valid(self, form: FactorForm) -> HttpResponse:
        """Set up; this browser has shown the factor, all others are signed out."""
        response: HttpResponse = super().form_valid(form)
        user, at = self.request.user, timezone.now()
        set_up_factor(
            by=officer_of(user, on=local_day(at)),
            at=at,
            user=user,
            session_key=self.request.session.session_key,
        )
        self.request.session[FACTOR_SET_UP] = str(user.pk)
        return response


class FactorReplacePage(NeedsFactor, DeactivateTOTPView):
    """Takes the present factor away, so that another can be set up at once."""

    template_name = "mfa/totp/deactivate_form.html"

    def get_success_url(self) -> str:
        return reverse("mfa_activate_totp")


class PasswordPage(PasswordChangeView):
    """Changes one's own password."""

    template_name = "desk/password_change.html"

    def get_form_class(self) -> type[PasswordForm]:
        return PasswordForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether the change is offered after the factor was set up."""
        context = super().get_context_data(**kwargs)
        return {**context, "is_first": "first" in self.request.GET}
