"""What stands on the pages of the journeys' county, put there through the verbs."""

from dataclasses import dataclass, replace
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
from mingbai.letters.save_template import save_template
from mingbai.lib.receipt import Receipt, mint
from mingbai.places.actors import Citizen
from mingbai.places.days import local_day
from mingbai.places.found_body import found_body
from mingbai.places.merge_body import merge_body
from mingbai.places.models import Body, Portfolio, Seat, Tenure
from mingbai.powers.draft import Wish
from mingbai.powers.draft import draft as write_draft
from mingbai.powers.models import Draft as PowerDraft
from mingbai.powers.models import Power, PowerVersion
from mingbai.powers.publish import publish
from mingbai.powers.said import Statement
from tests import cast
from tests.journeys.letter_samples import LetterSamples, fill_letters
from tests.journeys.people import hire

SINCE: Final = date(2026, 9, 1)
# The power from whose page the journey begins; the education bureau holds it.
POWER: Final = "教育-017"
POWER_NAME: Final = "公办学校招生划片方案的制定和公布"
# Codes are free text: a slash in one must not cut an address.
MERGED: Final = "zhaokaoban"
BARE_POWER: Final = "住建/2024/003"
# Says everything that a power can say, and said something else before.
FULL_POWER: Final = "教育-018-甲"


@dataclass(frozen=True)
class Samples:
    """Names by which the samples are found again."""

    waiting: str
    routed: str
    answered: str
    receipt: str
    duty: str
    # By their ids, as the desk's addresses have them.
    power: str
    draft: str
    tenure: str
    portfolio: str
    seat: str
    template: str
    letters: LetterSamples


def fill() -> Samples:
    """Publish powers, write letters, pass one on, answer one, ask for a duty."""
    # What began long ago comes first, so that the ledger's times never go back.
    letters = fill_letters()
    hire()
    _publish_powers()
    _merge_a_body()
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
    template = save_template(
        by=officer,
        at=now,
        name="入学材料",
        text="{writer}：您好！带户口簿和房产证。电话：{telephone}。{today}",
        body=cast.education(),
    )
    duty = Duty.objects.get(user=cast.user("zhangducha"))
    return Samples(
        waiting=waiting.ref,
        routed=routed.ref,
        answered=answered.ref,
        receipt=str(receipt),
        duty=str(duty.pk),
        power=str(Power.objects.get(code=POWER).pk),
        draft=str(_draft_a_change().pk),
        tenure=str(Tenure.objects.get(post__slug="fuxianzhang").pk),
        portfolio=str(Portfolio.objects.get(post__slug="fuxianzhang").pk),
        seat=str(Seat.objects.get(post__slug="fuxianzhang").pk),
        template=str(template.pk),
        letters=letters,
    )


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
        matter="教育",
        explanation="召集分管部门会议，协调解决问题。",
    )
    advising = Statement(
        name="医院规划建议权",
        holder=cast.post("fuxianzhang"),
        matter="医疗卫生",
        explanation="向常委会提出医院布局的建议，由常委会集体决定。",
    )
    _publish(POWER, planning)
    _publish("副县长-01", leading)
    _publish("副县长-02", advising)
    _publish(FULL_POWER, _everything())
    _publish(FULL_POWER, _everything_else(), since=local_day(datetime.now(UTC)))
    _publish(BARE_POWER, Statement("商品房预售许可", cast.housing()), is_imported=True)


def _everything() -> Statement:
    return Statement(
        name="民办学校设立审批",
        holder=cast.education(),
        item="小学、初中",
        category="行政许可",
        matter="教育",
        explanation="审查申请人的办学条件，决定准不准设立。",
        basis="《民办教育促进法》第十二条：按照国家规定的权限审批。\n县里的办事指南",
        conditions="有符合标准的校舍\n有合格的教师",
        prohibitions="不得要求交清单以外的材料",
        statutory_limit="60日",
        promised_limit="20个工作日",
        rights="有权要求听证\n有权申请行政复议",
        duty_items="当场登记申请\n派两人以上到校核查",
        accountability="超过期限不答复的\n收受申请人财物的",
        risks="核查走过场|高|两人签字，照片存档\n拖延|中|系统计时\n其他|",
        circle="向社会公开",
        openness_form="网站、公告栏",
        openness_time="长期公开",
        telephone="0000-6000 0399",
        section="民办教育科",
        responsible="民办教育科科长",
    )


def _everything_else() -> Statement:
    return replace(
        _everything(),
        promised_limit="15个工作日",
        conditions="有符合标准的校舍\n有合格的教师\n有稳定的经费",
        prohibitions="",
        explanation=f"审查申请人的办学条件。\n\nhttps://example.org/{'a' * 90}",
    )


def _merge_a_body() -> None:
    """An office that has become part of the bureau, and still holds its power."""
    now, by = datetime.now(UTC), cast.FOUNDERS
    office = found_body(
        by=by,
        at=now,
        slug=MERGED,
        name="试点县招生考试办公室",
        short_name="县招考办",
        kind=Body.Kind.UNIT,
        parent=cast.body("zhengfu"),
        precedence=90,
    )
    exams = Statement("组织高中阶段招生考试", office, explanation="每年六月组织考试。")
    _publish("招考-01", exams)
    merge_body(by=by, at=now, body=office, into=cast.education(), on=local_day(now))


def _draft_a_change() -> PowerDraft:
    """What the second editor wants the deputy head's power to say."""
    leading = PowerVersion.objects.get(power__code="副县长-01")
    said = replace(
        leading.statement,
        explanation="召集分管部门会议，协调解决问题。\n\n会议纪要在5个工作日内公开。",
        risks="以会议代替集体决定|高|纪要公开",
    )
    _, second = cast.editors()
    return write_draft(by=second, at=datetime.now(UTC), wish=Wish("副县长-01", said))


def _publish(
    code: str, statement: Statement, *, since: date = SINCE, is_imported: bool = False
) -> None:
    publish(
        by=cast.FOUNDERS,
        at=datetime.now(UTC),
        power_code=code,
        statement=statement,
        since=since,
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
