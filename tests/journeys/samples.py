"""What stands on the pages of the journeys' county, put there through the verbs."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from mingbai.accounts.ask import ask
from mingbai.accounts.models import Duty, DutyKind
from mingbai.accounts.terms import Terms
from mingbai.intake.take import take_letter
from mingbai.letters.draft import Draft
from mingbai.letters.models import Letter
from mingbai.letters.reply import reply
from mingbai.letters.route import route
from mingbai.lib.receipt import Receipt, mint
from mingbai.places.actors import Citizen
from mingbai.places.days import local_day
from mingbai.powers.models import Power
from mingbai.powers.publish import publish
from mingbai.powers.said import Statement
from tests import cast

SINCE: Final = date(2026, 9, 1)
# The power from whose page the journey begins; the education bureau holds it.
POWER: Final = "教育-017"
POWER_NAME: Final = "公办学校招生划片方案的制定和公布"
# Codes are free text: a slash in one must not cut an address.
BARE_POWER: Final = "住建/2024/003"


@dataclass(frozen=True)
class Samples:
    """Names by which the samples are found again."""

    waiting: str
    routed: str
    answered: str
    receipt: str
    duty: str


def fill() -> Samples:
    """Publish powers, write letters, pass one on, answer one, ask for a duty."""
    _publish_powers()
    now = datetime.now(UTC)
    registrar, officer = cast.registrar(), cast.officer()
    receipt = mint()
    waiting = _send("学校门口的路灯坏了三天", receipt)
    routed = _send("孩子放学没有<b>校车</b>", mint())
    route(
        by=registrar, at=now, letter=routed, body=cast.education(), note="请先打电话。"
    )
    answered = _send("入学要带哪些材料", mint())
    route(by=registrar, at=now, letter=answered, body=cast.education())
    reply(by=officer, at=now, letter=answered, text="带户口簿和房产证。\n\n九点办公。")
    first, _ = cast.administrators()
    ask(
        by=first,
        at=now,
        concerned=cast.user("wutongzhi"),
        wish=Terms(DutyKind.SUPERVISOR, local_day(now)),
    )
    duty = Duty.objects.get(user=cast.user("zhangducha"))
    return Samples(waiting.ref, routed.ref, answered.ref, str(receipt), str(duty.pk))


def _publish_powers() -> None:
    planning = Statement(
        name=POWER_NAME,
        holder=cast.education(),
        category="行政决策",
        explanation="每年4月公布下一学年的划片方案。\n\n公布前征求学生家长意见。",
        basis="《中华人民共和国义务教育法》第十二条",
    )
    leading = Statement(
        name="主持教育、卫生工作",
        holder=cast.post("fuxianzhang"),
        explanation="召集分管部门会议，协调解决问题。",
    )
    _publish(POWER, planning)
    _publish("副县长-01", leading)
    _publish(BARE_POWER, Statement("商品房预售许可", cast.housing()), is_imported=True)


def _publish(code: str, statement: Statement, *, is_imported: bool = False) -> None:
    publish(
        by=cast.FOUNDERS,
        at=datetime.now(UTC),
        power_code=code,
        statement=statement,
        since=SINCE,
        is_imported=is_imported,
    )


def _send(title: str, receipt: Receipt) -> Letter:
    draft = Draft(
        kind=Letter.Kind.ASK,
        title=title,
        text="路灯从星期一起不亮。\n孩子们摸黑放学，请派人来修。",
        addressee=cast.education(),
        power=Power.objects.get(code=POWER),
        may_publish=True,
        writer="周女士",
        telephone="+8613800000000",
    )
    return take_letter(
        by=Citizen(channel="web"), at=datetime.now(UTC), draft=draft, receipt=receipt
    )
