"""A county in which something of everything has happened, through the verbs."""

import secrets
from datetime import UTC, datetime, timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator

from mingbai.accounts.ask import ask
from mingbai.accounts.grant import grant
from mingbai.accounts.models import DutyKind, Session
from mingbai.accounts.terms import Terms
from mingbai.letters.add import add
from mingbai.letters.approve import approve
from mingbai.letters.models import Level
from mingbai.letters.propose import propose
from mingbai.letters.rate import rate
from mingbai.letters.recuse import recuse
from mingbai.letters.route import route
from mingbai.places.actors import Citizen, System
from mingbai.places.days import local_day
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
    send()
    terms = Terms(DutyKind.SUPERVISOR, local_day(at), None, None, None, False)
    ask(by=System("tests"), at=at, concerned=cast.user("wangdengji"), wish=terms)
    _sign_in(at)


def _answer(at: datetime) -> None:
    """A letter on which everything is done that a letter can come to."""
    letter = send(draft(writer="周某", telephone="+8613800000000"))
    writer = Citizen(channel="web", letters=frozenset({letter.pk}))
    registrar = cast.registrar()
    recuse(
        by=registrar,
        at=at,
        letter=letter,
        user=cast.user("zhoukezhang"),
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
        user=cast.user("wutongzhi"),
        kind=DutyKind.HEAD,
        body=cast.education(),
        since=local_day(at),
    )
    propose(by=cast.officer(), at=at, letter=letter, text="路灯已经修好。")
    approve(by=cast.acting("wutongzhi"), at=at, letter=letter)
    rate(
        by=writer,
        at=at,
        letter=letter,
        level=Level.SATISFIED,
        is_solved=True,
        remark="修得快。",
    )


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
