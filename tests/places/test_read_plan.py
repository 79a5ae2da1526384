"""A place's file is read whole or refused whole, every fault by table and entry."""

from datetime import date
from pathlib import Path

import pytest

from mingbai.accounts.models import INSIDE_A_BODY as KINDS_INSIDE_A_BODY
from mingbai.accounts.models import DutyKind
from mingbai.places.plan import PlacePlan, PlanRefused
from mingbai.places.plan_checks import DUTY_KINDS, INSIDE_A_BODY
from mingbai.places.plan_reader import Problem
from mingbai.places.read_plan import read_plan

COUNTY = Path(__file__).parents[1] / "counties" / "shidian.toml"


def county(*changes: tuple[str, str]) -> str:
    """The county's file with some words changed; each must stand in it."""
    text = COUNTY.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return text


def refusal(*changes: tuple[str, str]) -> list[Problem]:
    with pytest.raises(PlanRefused) as refused:
        read_plan(county(*changes))
    return refused.value.problems


def places(problems: list[Problem]) -> list[str]:
    return [where for where, _what in problems]


def test_a_text_that_is_no_toml_is_refused() -> None:
    with pytest.raises(PlanRefused) as refused:
        read_plan("place = [")
    assert places(refused.value.problems) == ["TOML"]


def test_an_empty_file_lacks_the_place() -> None:
    with pytest.raises(PlanRefused) as refused:
        read_plan("")
    assert "place" in places(refused.value.problems)


@pytest.mark.parametrize(
    ("before", "after", "where"),
    [
        ('place.slug = "shidian"', 'place.slug = "Shi Dian"', "place"),
        ('place.slug = "shidian"', "place.slug = 7", "place"),
        ('place.name = "试点县"', 'place.name = ""', "place"),
        ('place.name = "试点县"', "", "place"),
        ('place.name = "试点县"', 'place.name = "试\\n点"', "place"),
        ('place.name = "试点县"', f'place.name = "{"县" * 33}"', "place"),
        ('place.seal = "明白"', 'place.seal = "明"', "place"),
        ('"testserver"', '"https://testserver"', "place"),
        ('"testserver"', '"localhost"', "place"),
        ('"testserver"', "7", "place"),
        ('log1"', 'log 1"', "place"),
        ("reply_working_days = 15", "reply_working_days = 0", "place"),
        ("reply_working_days = 15", 'reply_working_days = "15"', "place"),
        ("reply_working_days = 15", "reply_working_days = true", "place"),
        ("place.seal", 'place.motto = "?"\nplace.seal', "place"),
        ("place.seal", 'place.time_zone = "Mars/Base"\nplace.seal', "place"),
        ('pine = "#1f4d41"', 'pine = "green"', "place.theme"),
        ('pine = "#1f4d41"', 'pine = "#dddddd"', "place.theme"),
        ('commission.telephone = "', 'commission.fax = "', "place.commission"),
        ('kind = "committee"', 'kind = "club"', "body 1 (xianwei)"),
        ('parent = "xianwei"', 'parent = "nowhere"', "body 2 (jiwei)"),
        ('slug = "jiwei"', 'slug = "xianwei"', "body"),
        ('short_name = "县委办"', 'short_name = "县委"', "body"),
        ('body = "xianwei", prec', 'body = "nowhere", prec', "post 1 (shuji)"),
        ('leads = ["xianwei"]', 'leads = ["nowhere"]', "post 1 (shuji)"),
        ('since = "2024-03-01", duty', "duty", "post 1 (shuji)"),
        ("rank_in_group = 1, leads", "leads", "post 1 (shuji)"),
        ("rank_in_group = 2", "rank_in_group = 1", "post"),
        ('name = "钱立新", post = "xianzhang"', 'name = "钱立新"', "person 2 (钱立新)"),
        ('post = "xianzhang", since', 'post = "shuji", since', "person 2 (钱立新)"),
        ('since = "2025-06-01"', 'since = "2025-06-31"', "person 3 (孙晓兰)"),
        ('since = "2025-06-01"', 'since = "20250601"', "person 3 (孙晓兰)"),
        ('since = "2025-06-01"', "shared = true", "person 3 (孙晓兰)"),
        ('login = "linguanli"', 'login = "chenguanli"', "administrator, account"),
        ('person = "孙晓兰"', 'person = "孙大兰"', "account 5 (sunxiaolan)"),
        (
            'duties = [{ kind = "registrar" }]',
            "duties = []",
            "account 1 (wangdengji)",
        ),
        (
            'kind = "registrar"',
            'kind = "administrator"',
            "account 1 (wangdengji): duties 1 (administrator)",
        ),
        (
            'kind = "registrar"',
            'kind = "registrar", body = "jiaoyuju"',
            "account 1 (wangdengji): duties 1 (registrar)",
        ),
        (
            'body = "jiaoyuju" }',
            'post = "shuji" }',
            "account 2 (lizhuren): duties 1 (officer)",
        ),
        (
            'body = "jiaoyuju" }',
            'body = "nowhere" }',
            "account 2 (lizhuren): duties 1 (officer)",
        ),
    ],
)
def test_a_fault_is_named_by_table_and_entry(
    before: str, after: str, where: str
) -> None:
    assert where in places(refusal((before, after)))


def test_one_administrator_is_refused() -> None:
    alone = ('  { login = "linguanli", name = "林管理" },\n', "")
    assert places(refusal(alone)) == ["administrator"]


def test_three_administrators_are_refused() -> None:
    third = ("administrator = [", 'administrator = [{ login = "san", name = "三" },')
    assert places(refusal(third)) == ["administrator"]


def test_bodies_in_a_circle_are_refused() -> None:
    circle = ('kind = "committee"', 'kind = "committee", parent = "jiwei"')
    assert "body 1 (xianwei)" in places(refusal(circle))


def test_all_faults_are_told_at_once() -> None:
    problems = refusal(('place.seal = "明白"', ""), ('kind = "committee"', "kind = 1"))
    assert places(problems) == ["place", "body 1 (xianwei)"]
    assert all(what for _where, what in problems)


def test_people_who_share_a_post_must_both_say_so() -> None:
    both = [
        ('name = "赵一平",', 'name = "赵一平", shared = true,'),
        (
            'name = "钱立新", post = "xianzhang"',
            'name = "钱立新", shared = true, post = "shuji"',
        ),
    ]
    assert places(refusal(both[1])) == ["person 2 (钱立新)"]
    assert read_plan(county(*both)).persons[1].post == "shuji"


def test_every_duty_but_the_administrator_s_can_be_given_in_a_file() -> None:
    assert set(DutyKind.values) - {DutyKind.ADMINISTRATOR} == DUTY_KINDS
    assert set(KINDS_INSIDE_A_BODY) == INSIDE_A_BODY


def test_a_day_may_be_written_without_quotes() -> None:
    plan = read_plan(county(('since = "2025-06-01"', "since = 2025-06-01")))
    assert plan.persons[2].since == date(2025, 6, 1)


def test_the_county_s_file_is_a_plan() -> None:
    plan = read_plan(county())
    assert isinstance(plan, PlacePlan)
    assert plan.hosts == ("testserver", "localhost", "127.0.0.1")
    assert plan.time_zone == "Asia/Shanghai"
    assert [body.parent for body in plan.bodies][:2] == ["", "xianwei"]
    assert plan.posts[0].leads == ("xianwei",)
    assert plan.persons[0].until is None
    assert [one.login for one in plan.administrators] == ["chenguanli", "linguanli"]
    assert plan.accounts[1].duties[0].body == "jiaoyuju"
