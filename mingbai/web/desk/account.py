"""My account: my duties, my password, my second factor, what was decided about me."""

from django.http import HttpResponse
from django.utils.translation import gettext

from mingbai.accounts.models import Asking, Duty
from mingbai.accounts.officer import held_on
from mingbai.ui.parts import Event, Fact
from mingbai.web.desk.duty_words import what_is_asked, what_is_held, which_days
from mingbai.web.desk.pages import DeskRequest, desk_page, render_desk
from mingbai.web.desk.sign_in import PasswordPage

LATELY = 20


@desk_page
def account(request: DeskRequest) -> HttpResponse:
    """What is known of me, and what others asked and decided about me."""
    held = Duty.objects.filter(held_on(request.today), user=request.user)
    facts = [
        Fact(gettext("Name"), request.user.name),
        Fact(gettext("Login"), request.user.login),
        *(
            Fact(
                gettext("Duty"),
                what_is_held(duty),
                note=which_days(duty.since, duty.until),
            )
            for duty in held.select_related("body", "post")
        ),
    ]
    about_me = Asking.objects.filter(concerned=request.user).select_related(
        "asked_by", "decided_by", "body", "post"
    )
    context = {
        "facts": facts,
        "events": [_event(asking) for asking in about_me[:LATELY]],
        "has_changed_password": request.GET.get("done") == "password",
    }
    return render_desk(request, "desk/account.html", context)


password_change = desk_page(PasswordPage.as_view())


def _event(asking: Asking) -> Event:
    server = gettext("The server, without a second person")
    asked_by = asking.asked_by.name if asking.asked_by else server
    if not asking.outcome:
        who = gettext("Asked by %(asker)s, not decided yet") % {"asker": asked_by}
    elif asking.decided_by is None:
        who = server
    else:
        who = gettext("Asked by %(asker)s, %(outcome)s by %(decider)s") % {
            "asker": asked_by,
            "outcome": asking.get_outcome_display(),
            "decider": asking.decided_by.name,
        }
    return Event(
        at=asking.decided_at or asking.asked_at, title=what_is_asked(asking), who=who
    )
