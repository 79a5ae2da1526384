"""Who acts in the life of a letter: the cast, and those whom the cast does without."""

from datetime import UTC, datetime
from typing import Final

from mingbai.accounts.create_user import create_user
from mingbai.accounts.grant import grant
from mingbai.accounts.models import DutyKind
from mingbai.places.actors import Actor, Citizen, System
from tests import cast
from tests.moments import OPENED_ON

REGISTRAR: Final = "registrar"
OTHER_REGISTRAR: Final = "other registrar"
OFFICER: Final = "officer"
OTHER_OFFICER: Final = "other officer"
CLERK: Final = "clerk"
HEAD: Final = "head"
OTHER_HEAD: Final = "other head"
HEAD_ABOVE: Final = "head above"
SUPERVISOR: Final = "supervisor"
LEADER: Final = "leader"
WATCH: Final = "watch"
ADMINISTRATOR: Final = "administrator"
OUTSIDER: Final = "outsider"
WRITER: Final = "writer"
OTHER_WRITER: Final = "other writer"
WORKER: Final = "worker"

LOGINS: Final = {
    REGISTRAR: "wangdengji",
    OTHER_REGISTRAR: "handengji",
    OFFICER: "lizhuren",
    OTHER_OFFICER: "zhoukezhang",
    CLERK: "mawenshu",
    HEAD: "fengjuzhang",
    OTHER_HEAD: "shijuzhang",
    HEAD_ABOVE: "yanxianzhang",
    SUPERVISOR: "zhangducha",
    LEADER: "sunxiaolan",
    WATCH: "luzhiban",
    ADMINISTRATOR: "chenguanli",
    OUTSIDER: "wutongzhi",
}
EVERYBODY: Final = (*LOGINS, WRITER, OTHER_WRITER, WORKER)
OFFICERS: Final = frozenset({OFFICER, OTHER_OFFICER})
REGISTRARS: Final = frozenset({REGISTRAR, OTHER_REGISTRAR})
# 冯局长 heads the education bureau, 石局长 housing, 严县长 the government above both.
HEADS: Final = frozenset({HEAD, OTHER_HEAD, HEAD_ABOVE})
# A head who took a letter, since its officer must not, has it like an officer.
HOLDERS: Final = OFFICERS | HEADS
BODIES: Final = ("jiaoyuju", "zhujianju", "zhengfu", "xianweiban")
_NEW: Final = (
    ("handengji", "韩登记", DutyKind.REGISTRAR, ""),
    ("mawenshu", "马文书", DutyKind.CLERK, "jiaoyuju"),
    ("fengjuzhang", "冯局长", DutyKind.HEAD, "jiaoyuju"),
    ("shijuzhang", "石局长", DutyKind.HEAD, "zhujianju"),
    ("yanxianzhang", "严县长", DutyKind.HEAD, "zhengfu"),
    ("luzhiban", "陆值班", DutyKind.WATCH, ""),
)


def employ() -> None:
    """Give 试点县 the people of this test; once, within it."""
    now = datetime.now(UTC)
    for login, name, kind, body in _NEW:
        user = create_user(
            by=cast.FOUNDERS, at=now, login=login, name=name, password=cast.PASSWORD
        )
        grant(
            by=cast.FOUNDERS,
            at=now,
            user=user,
            kind=kind,
            body=cast.body(body) if body else None,
            since=OPENED_ON,
        )


def acting(role: str, letter: object, other: object) -> Actor:
    """Who acts in that role: `letter` is the writer's, `other` another writer's."""
    if role == WORKER:
        return System("worker")
    if role in {WRITER, OTHER_WRITER}:
        opened = letter if role == WRITER else other
        return Citizen(channel="web", letters=frozenset({opened} - {None}))  # type: ignore[arg-type]  # ids of letters
    return cast.acting(LOGINS[role])
