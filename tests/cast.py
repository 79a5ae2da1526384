"""The named cast: an invented county, its bodies, its posts, and those who act there.

Functions read the rows of the open place, so call them within it: the `place` fixture
has it open. Officers come with the duties of the day and can stand as `by=`.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from mingbai.accounts.create_user import create_user
from mingbai.accounts.grant import grant
from mingbai.accounts.models import DutyKind, User
from mingbai.accounts.officer import officer_of
from mingbai.lib.calendar_file import read_calendar_csv
from mingbai.places.actors import Officer, System
from mingbai.places.days import local_day
from mingbai.places.find_place import place_of_slug
from mingbai.places.keys import key_ring
from mingbai.places.load_calendar import load_calendar
from mingbai.places.models import Body, Person, Place, Post
from mingbai.places.open_place import open_place
from mingbai.places.plan import DutyPlan
from mingbai.places.read_plan import read_plan
from mingbai.places.scoping import within
from tests.moments import OPENED_AT, OPENED_ON

COUNTY: Final = "shidian"
NEIGHBOUR: Final = "linxian"
COUNTY_HOST: Final = "testserver"
NEIGHBOUR_HOST: Final = "neighbour.testserver"
PASSWORD: Final = "open-the-gate-2026"

FOUNDERS: Final = System("tests")
COUNTIES: Final = Path(__file__).parent / "counties"
CALENDAR: Final = (
    Path(__file__).parents[1] / "mingbai" / "places" / "calendars" / "cn.csv"
)


def county() -> Place:
    """试点县, where the tests take place; readable without a place."""
    return place_of_slug(COUNTY)


def neighbour() -> Place:
    """邻县, the small second county; on PostgreSQL only."""
    return place_of_slug(NEIGHBOUR)


def registrar() -> Officer:
    """王登记, who sees every letter first."""
    return acting("wangdengji")


def officer() -> Officer:
    """李主任, who answers for the county's education bureau (`education()`)."""
    return acting("lizhuren")


def other_officer() -> Officer:
    """周科长, who answers for the housing bureau (`housing()`)."""
    return acting("zhoukezhang")


def supervisor() -> Officer:
    """张督查, who presses for what is late."""
    return acting("zhangducha")


def leader() -> Officer:
    """孙晓兰, the deputy county head (`post("fuxianzhang")`)."""
    return acting("sunxiaolan")


def editors() -> tuple[Officer, Officer]:
    """何编辑 and 高编辑, who keep the list of powers: it takes two."""
    return acting("hebianji"), acting("gaobianji")


def administrators() -> tuple[Officer, Officer]:
    """陈管理 and 林管理: it takes two."""
    return acting("chenguanli"), acting("linguanli")


def outsider() -> Officer:
    """吴同志, who has an account and no duty."""
    return acting("wutongzhi")


def acting(login: str) -> Officer:
    """The official of this login, with the duties held today."""
    return officer_of(user(login), on=local_day(datetime.now(UTC)))


def user(login: str) -> User:
    """The account; its password is PASSWORD."""
    return User.objects.get(login=login)


def body(slug: str) -> Body:
    """The body of this slug, as in counties/shidian.toml."""
    return Body.objects.get(slug=slug)


def education() -> Body:
    """The education bureau, for which 李主任 answers."""
    return body("jiaoyuju")


def housing() -> Body:
    """The housing bureau, for which 周科长 answers."""
    return body("zhujianju")


def post(slug: str) -> Post:
    """The post of this slug, as in counties/shidian.toml."""
    return Post.objects.get(slug=slug)


def open_county() -> None:
    """Open 试点县 with everybody in it; for the template of the tests."""
    _open(COUNTY)
    with within(county()):
        _employ("wutongzhi", "吴同志")


def open_neighbour() -> None:
    """Open 邻县: one bureau and who works for it."""
    _open(NEIGHBOUR)


def _open(slug: str) -> None:
    plan = read_plan((COUNTIES / f"{slug}.toml").read_text(encoding="utf-8"))
    key_ring().create_log_key(plan.origin)
    with within(open_place(by=FOUNDERS, at=OPENED_AT, plan=plan)):
        _load_calendar()
        for administrator in plan.administrators:
            employed = _employ(administrator.login, administrator.name)
            _trust(employed, DutyPlan(DutyKind.ADMINISTRATOR, body="", post=""))
        for account in plan.accounts:
            employed = _employ(account.login, account.name, account.person)
            for duty in account.duties:
                _trust(employed, duty)


def _load_calendar() -> None:
    with CALENDAR.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in read_calendar_csv(lines) if row.day.year >= 2024]
    load_calendar(
        by=FOUNDERS,
        at=OPENED_AT,
        rows=rows,
        years=sorted({row.day.year for row in rows}),
        source="国务院办公厅关于部分节假日安排的通知",
    )


def _employ(login: str, name: str, person: str = "") -> User:
    return create_user(
        by=FOUNDERS,
        at=OPENED_AT,
        login=login,
        name=name,
        person=Person.objects.get(name=person) if person else None,
        password=PASSWORD,
    )


def _trust(employed: User, duty: DutyPlan) -> None:
    grant(
        by=FOUNDERS,
        at=OPENED_AT,
        user=employed,
        kind=DutyKind(duty.kind),
        body=body(duty.body) if duty.body else None,
        post=post(duty.post) if duty.post else None,
        since=OPENED_ON,
    )
