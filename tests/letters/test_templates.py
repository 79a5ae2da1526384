"""Answers to begin with: slots are filled from the letter, the rest by people."""

import hashlib
import re
from types import ModuleType

import pytest

from mingbai.ledger.models import Leaf
from mingbai.letters.default_templates import DEFAULT_TEMPLATES
from mingbai.letters.delete_template import delete_template
from mingbai.letters.interim import interim
from mingbai.letters.merge import merge
from mingbai.letters.models import Letter, ReplyTemplate
from mingbai.letters.reply import reply
from mingbai.letters.reply_warnings import WORDS, reply_warnings
from mingbai.letters.save_template import (
    EmptyTemplate,
    TemplateNameTaken,
    UnknownSlot,
    save_template,
)
from mingbai.letters.templates import (
    SLOTS,
    Template,
    default_for,
    fill,
    templates_for,
)
from mingbai.lib.reply_lint import ReplyWarning, lint
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests.letters.answering import ANSWER, now, stands, with_education
from tests.moments import TODAY
from tests.written import WRITER, draft, send

TEXT = "尊敬的{writer}：您好！\n{body} {today}"
FILLED = (
    "经9月21日到现场查看，十二盏路灯因电缆被挖断停电，依据有关规定"
    "责成施工单位修复，9月22日晚已经全部亮灯。"
)
LEFT = re.compile(r"【请填[^】]*】")
every_default = pytest.mark.parametrize(
    "default", [Template(one.key, one.name, one.text) for one in DEFAULT_TEMPLATES]
)


def test_an_officer_writes_no_template_of_another_body_nor_of_the_place(
    place: Place, cast: ModuleType
) -> None:
    for body in (cast.housing(), None):
        with pytest.raises(NotAllowed):
            save_template(
                by=cast.officer(), at=now(), name="供暖", text=TEXT, body=body
            )
    for by in (cast.supervisor(), cast.leader(), cast.outsider(), WRITER):
        with pytest.raises(NotAllowed):
            save_template(by=by, at=now(), name="供暖", text=TEXT)


def test_an_officer_changes_and_deletes_no_foreign_template(
    place: Place, cast: ModuleType
) -> None:
    kept = save_template(by=cast.registrar(), at=now(), name="供暖", text=TEXT)
    with pytest.raises(NotAllowed):
        save_template(
            by=cast.officer(),
            at=now(),
            name="供暖",
            text="改",
            body=cast.education(),
            template=kept,
        )
    with pytest.raises(NotAllowed):
        delete_template(by=cast.officer(), at=now(), template=kept)


@pytest.mark.parametrize(("name", "text"), [(" ", TEXT), ("供暖", "\n")])
def test_a_template_has_a_name_and_a_text(
    place: Place, cast: ModuleType, name: str, text: str
) -> None:
    with pytest.raises(EmptyTemplate):
        save_template(by=cast.registrar(), at=now(), name=name, text=text)


@pytest.mark.parametrize("slot", ["telefone", "letter.text.telephone", "", "0"])
def test_a_slot_that_nothing_fills_is_refused(
    place: Place, cast: ModuleType, slot: str
) -> None:
    with pytest.raises(UnknownSlot) as refused:
        save_template(
            by=cast.registrar(), at=now(), name="供暖", text=f"您好{{{slot}}}"
        )
    assert refused.value.slot == slot


def test_a_name_stands_once_for_each_body(place: Place, cast: ModuleType) -> None:
    for body in (None, cast.education()):
        kept = save_template(
            by=cast.registrar(), at=now(), name="供暖", text=TEXT, body=body
        )
        with pytest.raises(TemplateNameTaken):
            save_template(
                by=cast.registrar(), at=now(), name="供暖 ", text=TEXT, body=body
            )
        save_template(
            by=cast.registrar(), at=now(), name="供暖", text="新", template=kept
        )
    assert [one.text for one in ReplyTemplate.objects.all()] == ["新", "新"]


def test_what_is_saved_and_deleted_is_recorded(place: Place, cast: ModuleType) -> None:
    kept = save_template(
        by=cast.officer(), at=now(), name="供暖", text=TEXT, body=cast.education()
    )
    delete_template(by=cast.officer(), at=now(), template=kept)
    saved, deleted = Leaf.objects.filter(opening__name__startswith="template.")
    assert saved.opening.stated is not None
    assert saved.opening.stated["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert deleted.opening.stated is not None
    assert (deleted.opening.name, deleted.opening.stated["body"]) == (
        "template.deleted",
        "jiaoyuju",
    )
    assert not ReplyTemplate.objects.exists()


def test_the_bodys_own_come_first_and_hide_defaults_of_their_name(
    place: Place, cast: ModuleType
) -> None:
    by = cast.registrar()
    save_template(by=by, at=now(), name="咨询答复", text=TEXT)
    save_template(by=by, at=now(), name="供暖", text=TEXT, body=cast.education())
    save_template(by=by, at=now(), name="危房", text=TEXT, body=cast.housing())
    found = templates_for(cast.education(), kind=Letter.Kind.COMPLAIN)
    names = [one.name for one in found]
    assert names[:3] == ["供暖", "咨询答复", "反映事项办理答复"]
    assert (names.count("咨询答复"), "危房" in names) == (1, False)
    assert [one.is_own for one in found[:3]] == [True, True, False]
    assert "危房" not in [one.name for one in templates_for(None)]


@pytest.mark.parametrize("kind", Letter.Kind.values)
def test_every_kind_of_letter_has_its_default(kind: str) -> None:
    assert templates_for_nobody(kind)[0] == default_for(kind)


def templates_for_nobody(kind: str) -> list[Template]:
    ours = [one for one in DEFAULT_TEMPLATES if one.kind == kind]
    return [Template(one.key, one.name, one.text) for one in ours]


def test_slots_are_filled_from_the_letter(place: Place, cast: ModuleType) -> None:
    letter = with_education(draft(writer="李女士"))
    every = Template("x", "x", "|".join(f"{{{slot}}}" for slot in SLOTS))
    filled = fill(every, letter, stands(letter), cast.officer(), on=TODAY)
    assert filled.split("|") == [
        "李女士",
        "学校门口的路灯坏了",
        "2026年9月22日",
        "26-0000001",
        "2026年9月30日",
        "试点县教育局",
        "李主任",
        "0000-6000 0301",
        "学府路18号",
        "2026年9月22日",
    ]


def test_what_a_writer_wrote_is_no_slot(place: Place, cast: ModuleType) -> None:
    letter = with_education(draft(title="{telephone}去哪了", writer="{officer}"))
    text = Template("x", "x", "{writer}：{asked}")
    filled = fill(text, letter, stands(letter), cast.officer(), on=TODAY)
    assert filled == "{officer}：{telephone}去哪了"


def test_the_office_answers_in_its_own_name(place: Place, cast: ModuleType) -> None:
    letter = send()
    text = Template("x", "x", "{writer} {body} {officer} {telephone} {address}")
    filled = fill(text, letter, stands(letter), cast.registrar(), on=TODAY)
    assert filled == "来信人 县公开办 王登记 0000-6000 0200 试点大道1号"


def test_what_the_place_does_not_know_is_left_to_whoever_writes(
    place: Place, cast: ModuleType
) -> None:
    letter = send()
    handling = stands(letter)
    handling.body = cast.housing()
    filled = fill(None, letter, handling, cast.other_officer(), on=TODAY)
    assert "【请填写：联系电话】" in filled
    assert ReplyWarning.SLOT_LEFT in lint(filled)


def test_one_answer_for_several_letters_names_nobody(
    place: Place, cast: ModuleType
) -> None:
    first, second = send(draft(writer="李女士")), send(draft(writer="王先生"))
    merge(by=cast.registrar(), at=now(), letter=second, into=first)
    filled = fill(None, first, stands(first), cast.registrar(), on=TODAY)
    assert "尊敬的各位来信人" in filled
    assert "李女士" not in filled


@every_default
def test_the_lint_passes_a_default_only_when_everything_is_filled_in(
    place: Place, cast: ModuleType, default: Template
) -> None:
    letter = with_education(draft(writer="李女士"))
    filled = fill(default, letter, stands(letter), cast.officer(), on=TODAY)
    left = LEFT.findall(filled)
    assert left
    for one in left:
        assert ReplyWarning.SLOT_LEFT in lint(filled)
        filled = filled.replace(one, FILLED, 1)
    assert lint(filled) == []


@pytest.mark.parametrize("key", ["consultation", "complaint", "adopted"])
def test_slots_that_were_only_struck_out_leave_no_finding(
    place: Place, cast: ModuleType, key: str
) -> None:
    letter = with_education()
    default = next(one for one in templates_for(None) if one.pk == key)
    filled = fill(default, letter, stands(letter), cast.officer(), on=TODAY)
    assert ReplyWarning.NO_FINDING in lint(LEFT.sub("", filled))


def test_every_warning_has_its_words() -> None:
    assert set(WORDS) == set(ReplyWarning)


def test_an_answer_that_the_body_gave_before_is_known(
    place: Place, cast: ModuleType
) -> None:
    reply(by=cast.officer(), at=now(), letter=with_education(), text=ANSWER)
    handling = stands(with_education())
    assert reply_warnings(handling, ANSWER) == [ReplyWarning.SAME_AS_EARLIER]
    assert reply_warnings(handling, ANSWER.replace("十二", "两")) == []


def test_what_another_body_answered_is_no_matter(
    place: Place, cast: ModuleType
) -> None:
    reply(by=cast.officer(), at=now(), letter=with_education(), text=ANSWER)
    assert reply_warnings(stands(send()), ANSWER) == []


def test_a_word_on_the_way_is_not_the_answer(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    interim(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    found = reply_warnings(stands(letter), ANSWER)
    assert found == [ReplyWarning.SAME_AS_EARLIER]
