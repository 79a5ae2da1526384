"""A county in which something of everything has happened, through the verbs."""

import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator

from mingbai.accounts.ask import ask
from mingbai.accounts.grant import grant
from mingbai.accounts.models import DutyKind, Session, User
from mingbai.accounts.terms import Terms
from mingbai.letters.add import add
from mingbai.letters.approve import approve
from mingbai.letters.ask_assist import ask_assist
from mingbai.letters.ask_extension import ask_extension
from mingbai.letters.limits import limits_of
from mingbai.letters.models import Letter, Level
from mingbai.letters.propose import propose
from mingbai.letters.rate import rate
from mingbai.letters.recuse import recuse
from mingbai.letters.reply import Promised
from mingbai.letters.route import route
from mingbai.letters.save_draft import save_draft
from mingbai.letters.save_template import save_template
from mingbai.letters.set_limits import set_limits
from mingbai.letters.set_practice import set_practice
from mingbai.places.actors import Citizen, System
from mingbai.places.days import local_day
from mingbai.places.models import Body
from mingbai.places.rename_body import rename_body
from mingbai.powers.draft import propose_repeal
from mingbai.powers.models import Power
from mingbai.powers.publish import publish
from mingbai.powers.said import Statement
from tests import cast
from tests.written import draft, send


def live() -> None:
    """Within a county: publish, draft, rename, answer a letter, ask for a duty."""
    at = datetime.now(UTC)
    publish(
        by=System("tests"),
        at=at,
        power_code="JY-001",
        statement=Statement("划定学区", cast.education()),
        is_imported=True,
        since=local_day(at),
    )
    power = Power.objects.get(code="JY-001")
    propose_repeal(by=cast.officer(), at=at, power=power)
    _rename(at)
    _answer(at)
    _under_way(at)
    _rules(at)
    terms = Terms(DutyKind.SUPERVISOR, local_day(at), None, None, None, False)
    ask(by=System("tests"), at=at, concerned=cast.user("wangdengji"), wish=terms)
    _sign_in(at)


def _answer(at: datetime) -> None:
    """A letter on which everything is done that a letter can come to."""
    wanted = draft(writer="周某", telephone="+8613800000000")
    letter = send(replace(wanted, answer_by=Letter.AnswerBy.TELEPHONE))
    writer = Citizen(channel="web", letters=frozenset({letter.pk}))
    registrar = cast.registrar()
    complained_of, head = _two_others()
    recuse(
        by=registrar,
        at=at,
        letter=letter,
        user=complained_of,
        reason="信中提到此人",
    )
    route(
        by=registrar,
        at=at,
        letter=letter,
        body=cast.education(),
        note="请三日内到现场",
    )
    add(by=writer, at=at, letter=letter, text="东门的路灯也坏了。")
    grant(
        by=System("tests"),
        at=at,
        user=head,
        kind=DutyKind.HEAD,
        body=cast.education(),
        since=local_day(at),
    )
    propose(
        by=cast.officer(),
        at=at,
        letter=letter,
        text="路灯已经修好，西门的九日内换。",
        promises=[Promised("换好西门的路灯", local_day(at) + timedelta(days=9))],
    )
    approve(by=cast.acting(head.login), at=at, letter=letter)
    rate(
        by=writer,
        at=at,
        letter=letter,
        level=Level.SATISFIED,
        is_solved=False,
        remark="修得快，又坏了。",
        asks_reopening=True,
        reason="第二天又灭了。",
    )


def _under_way(at: datetime) -> None:
    """A letter that a body has in hand, with all that such a one can wait for."""
    letter, officer = send(), cast.officer()
    route(by=cast.registrar(), at=at, letter=letter, body=cast.education(), note="")
    other = Body.objects.exclude(slug="jiaoyuju").order_by("precedence")[0]
    grant(
        by=System("tests"),
        at=at,
        user=_two_others()[0],
        kind=DutyKind.OFFICER,
        body=other,
        since=local_day(at),
    )
    ask_assist(by=officer, at=at, letter=letter, body=other)
    ask_extension(by=officer, at=at, letter=letter, days=2, reason="等灯具到货。")
    save_draft(by=officer, at=at, letter=letter, text="已经去看过。")


def _rules(at: datetime) -> None:
    """What this county has decided for itself."""
    ours = replace(limits_of(Letter.Kind.ASK), direct_days=2)
    set_limits(by=System("tests"), at=at, kind=Letter.Kind.ASK, limits=ours)
    body = cast.education()
    set_practice(by=System("tests"), at=at, body=body, wants_approval=True)
    save_template(by=System("tests"), at=at, name="路灯", text="已经修好。")


def _two_others() -> tuple[User, User]:
    """Two officials of this county who have no part in the letter yet."""
    first, second = User.objects.exclude(login__in=("wangdengji", "lizhuren")).order_by(
        "login"
    )[:2]
    return first, second


def _rename(at: datetime) -> None:
    body = cast.education()
    rename_body(
        by=System("tests"),
        at=at,
        body=body,
        name=f"{body.name}（教育体育局）",
        short_name=body.short_name,
        since=local_day(at),
    )


def _sign_in(at: datetime) -> None:
    """What allauth and the session store write when somebody signs in."""
    user = cast.user("wangdengji")
    Session.objects.create(
        session_key=secrets.token_hex(16),
        expire_date=at + timedelta(hours=1),
        user=user,
    )
    Authenticator.objects.create(user=user, type="totp", data={"secret": "sealed"})
    address = EmailAddress.objects.create(user=user, email="nobody@example.cn")
    EmailConfirmation.objects.create(email_address=address, key=secrets.token_hex(16))
