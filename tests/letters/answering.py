"""Letters on their way to an answer, and who answers them, through the verbs."""

from datetime import UTC, date, datetime

from mingbai.accounts.grant import grant
from mingbai.accounts.models import DutyKind, User
from mingbai.letters.draft import Draft
from mingbai.letters.hand_over import hand_over
from mingbai.letters.models import Handling, Letter, LetterEvent
from mingbai.letters.reply import reply
from mingbai.letters.route import route
from mingbai.places.actors import Citizen, Officer
from mingbai.places.models import Body
from tests import cast
from tests.moments import OPENED_ON
from tests.written import send

ANSWER = (
    "您好：路灯电缆被施工单位挖断，已责成修复。经现场核实，十二盏路灯已于9月22日晚全部"
    "恢复照明。联系电话 0000-6000 0301。试点县教育局，2026年9月22日。"
)


def now() -> datetime:
    return datetime.now(UTC)


def writer_of(letter: Letter) -> Citizen:
    """Whoever shows the receipt of that letter."""
    return Citizen(channel="web", letters=frozenset({letter.pk}))


def with_education(draft: Draft | None = None) -> Letter:
    """A letter that the registrar has passed to the education bureau."""
    letter = send(draft)
    route(by=cast.registrar(), at=now(), letter=letter, body=cast.education())
    return letter


def answered(text: str = ANSWER) -> Letter:
    """A letter that the education bureau has answered."""
    letter = with_education()
    reply(by=cast.officer(), at=now(), letter=letter, text=text)
    return letter


def head(login: str = "wutongzhi", of: Body | None = None) -> Officer:
    """The official, who heads the education bureau or another body from now on."""
    grant(
        by=cast.FOUNDERS,
        at=now(),
        user=cast.user(login),
        kind=DutyKind.HEAD,
        body=of or cast.education(),
        since=OPENED_ON,
    )
    return cast.acting(login)


def clerk(of: Body | None = None, login: str = "wutongzhi") -> User:
    """The official, a clerk of the education bureau or another body from now on."""
    user: User = cast.user(login)
    grant(
        by=cast.FOUNDERS,
        at=now(),
        user=user,
        kind=DutyKind.CLERK,
        body=of or cast.education(),
        since=OPENED_ON,
    )
    return user


def handed_over(letter: Letter, to: User, until: date | None = None) -> None:
    """The officer has that clerk work on it."""
    hand_over(
        by=cast.officer(),
        at=now(),
        letter=letter,
        section="基教股",
        clerk=to,
        inner_due_on=until,
    )


def stands(letter: Letter) -> Handling:
    """Where the letter stands now."""
    return Handling.objects.get(letter=letter)


def told(letter: Letter, kind: str) -> LetterEvent:
    """The one event of that kind, with its note."""
    return LetterEvent.objects.select_related("note").get(letter=letter, kind=kind)


def facts(letter: Letter, kind: str) -> dict[str, object]:
    """What the leaf of that event commits to."""
    leaf = LetterEvent.objects.get(letter=letter, kind=kind).leaf
    assert leaf is not None
    stated: dict[str, object] = leaf.opening.stated or {}
    return stated
