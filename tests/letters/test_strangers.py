"""No writer reads out of an answer for several who another writer is."""

from dataclasses import replace
from types import ModuleType

import pytest

from mingbai.letters.approve import approve
from mingbai.letters.draft import Draft
from mingbai.letters.merge import CannotMerge, merge
from mingbai.letters.models import Letter, Proposal, Reply
from mingbai.letters.propose import propose
from mingbai.letters.reply import Promised, reply
from mingbai.letters.route import route
from mingbai.letters.strangers import TellsOfAnother, particulars_of
from mingbai.letters.templates import Template, fill
from mingbai.lib.numbering import Ref
from mingbai.lib.particulars import Particulars
from mingbai.places.models import Place
from tests.letters.answering import ANSWER, head, now, stands, with_education
from tests.moments import TODAY
from tests.written import TEXT, send

PLAIN = Draft(kind="ask", title="路灯不亮", text=TEXT)
GUIHUA = Draft(
    kind="ask",
    title="路灯坏了",
    text=TEXT,
    writer="张桂花",
    telephone="+8613800000000",
    email="guihua@example.com",
)
TELLS = (
    "尊敬的张桂花：",
    "张女士：",
    "（登记编号{ref}）",
    "（见{ref}号来信）",
    "电话１３８-0000-0000。",
    "邮箱 GuiHua@example.com。",
)
telling = pytest.mark.parametrize("words", TELLS)


def join(cast: ModuleType, letter: Letter, into: Letter) -> None:
    merge(by=cast.registrar(), at=now(), letter=letter, into=into)


def two(cast: ModuleType, *, is_first: bool = True) -> tuple[Letter, Letter]:
    """A letter with education and one merged into it; 张桂花 wrote the first or not."""
    principal = with_education(GUIHUA if is_first else PLAIN)
    letter = send(PLAIN if is_first else GUIHUA)
    join(cast, letter, principal)
    return principal, letter


@telling
@pytest.mark.parametrize("is_first", [True, False])
def test_an_answer_for_several_that_tells_of_one_of_them_is_not_sent(
    place: Place, cast: ModuleType, words: str, is_first: bool
) -> None:
    principal, letter = two(cast, is_first=is_first)
    told = words.format(ref=(principal if is_first else letter).ref) + ANSWER
    with pytest.raises(TellsOfAnother):
        reply(by=cast.officer(), at=now(), letter=principal, text=told)
    assert not Reply.objects.exists()
    assert (stands(principal).state, stands(letter).state) == ("routed", "merged")


def test_nor_is_one_whose_promise_does(place: Place, cast: ModuleType) -> None:
    principal, _ = two(cast)
    promise = Promised("去张桂花家门口装灯", TODAY.replace(year=2027))
    with pytest.raises(TellsOfAnother) as refusal:
        reply(
            by=cast.officer(),
            at=now(),
            letter=principal,
            text=ANSWER,
            promises=[promise],
        )
    assert refusal.value.found == "张桂花"


def test_an_answer_to_one_alone_does_not_tell_of_the_other(
    place: Place, cast: ModuleType
) -> None:
    principal, letter = two(cast)
    told = f"与{letter.ref}号来信所说相同。{ANSWER}"
    with pytest.raises(TellsOfAnother):
        reply(
            by=cast.officer(),
            at=now(),
            letter=principal,
            text=told,
            is_for_merged=False,
        )


@telling
def test_a_letter_is_not_merged_into_one_whose_answer_tells_of_its_writer(
    place: Place, cast: ModuleType, words: str
) -> None:
    principal = with_education(GUIHUA)
    told = words.format(ref=principal.ref) + ANSWER
    reply(by=cast.officer(), at=now(), letter=principal, text=told)
    letter = send(PLAIN)
    with pytest.raises(CannotMerge) as refusal:
        join(cast, letter, principal)
    assert refusal.value.why == CannotMerge.Why.TELLS
    assert stands(letter).state == "registered"
    assert not Reply.objects.filter(letter=letter).exists()


def test_nor_into_one_whose_answer_tells_of_a_third(
    place: Place, cast: ModuleType
) -> None:
    principal = with_education(PLAIN)
    reply(by=cast.officer(), at=now(), letter=principal, text=f"已问张桂花。{ANSWER}")
    join(cast, send(GUIHUA), principal)
    with pytest.raises(CannotMerge) as refusal:
        join(cast, send(PLAIN), principal)
    assert refusal.value.why == CannotMerge.Why.TELLS


def test_what_tells_of_a_writer_is_not_put_up_either(
    place: Place, cast: ModuleType
) -> None:
    principal, _ = two(cast)
    head()
    with pytest.raises(TellsOfAnother):
        propose(by=cast.officer(), at=now(), letter=principal, text=f"张桂花：{ANSWER}")
    assert not Proposal.objects.exists()


def test_what_was_put_up_before_the_other_letter_came_is_not_approved(
    place: Place, cast: ModuleType
) -> None:
    principal, juzhang = with_education(GUIHUA), head()
    propose(by=cast.officer(), at=now(), letter=principal, text=f"张桂花：{ANSWER}")
    join(cast, send(PLAIN), principal)
    with pytest.raises(TellsOfAnother):
        approve(by=juzhang, at=now(), letter=principal)
    assert Proposal.objects.get().outcome == ""
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    ("letter_says", "is_refused"), [(TEXT, False), (f"{TEXT}我叫张桂花。", True)]
)
def test_a_refusal_confirms_no_guess_at_a_writer_who_is_kept_from_the_body(
    place: Place, cast: ModuleType, letter_says: str, is_refused: bool
) -> None:
    hidden = replace(GUIHUA, hides_writer=True, text=letter_says)
    principal = with_education(PLAIN)
    join(cast, send(hidden), principal)
    text = f"与李伟、王芳、张桂花无关。{ANSWER}"
    if is_refused:
        with pytest.raises(TellsOfAnother):
            reply(by=cast.officer(), at=now(), letter=principal, text=text)
    else:
        reply(by=cast.officer(), at=now(), letter=principal, text=text)
    assert Reply.objects.exists() is not is_refused


def test_the_office_knows_a_hidden_writer_and_is_refused(
    place: Place, cast: ModuleType
) -> None:
    principal = send(PLAIN)
    join(cast, send(replace(GUIHUA, hides_writer=True)), principal)
    with pytest.raises(TellsOfAnother):
        reply(by=cast.registrar(), at=now(), letter=principal, text=f"张桂花：{ANSWER}")


def test_a_common_text_goes_to_all(place: Place, cast: ModuleType) -> None:
    principal, _ = two(cast)
    reply(by=cast.officer(), at=now(), letter=principal, text=f"各位来信人：{ANSWER}")
    assert Reply.objects.count() == 2


def test_who_wrote_alone_may_be_named(place: Place, cast: ModuleType) -> None:
    principal, letter = two(cast)
    text = f"张桂花（{principal.ref}，13800000000）：{ANSWER}"
    reply(
        by=cast.officer(),
        at=now(),
        letter=principal,
        text=text,
        is_for_merged=False,
    )
    assert stands(letter).state == "registered"


def test_what_every_writer_gave_tells_nothing(place: Place, cast: ModuleType) -> None:
    principal = with_education(GUIHUA)
    join(cast, send(GUIHUA), principal)
    reply(by=cast.officer(), at=now(), letter=principal, text=f"尊敬的张桂花：{ANSWER}")
    assert Reply.objects.count() == 2


def test_what_a_writer_told_of_who_it_is_is_unsealed(place: Place) -> None:
    letter = send(GUIHUA)
    assert particulars_of(letter) == Particulars(
        "张桂花",
        "+8613800000000",
        "guihua@example.com",
        Ref(letter.year, letter.number),
    )
    other = send(PLAIN)
    assert particulars_of(other) == Particulars(ref=Ref(other.year, other.number))


def test_a_template_for_several_tells_of_none(place: Place, cast: ModuleType) -> None:
    principal, letter = send(GUIHUA), send(PLAIN)
    join(cast, letter, principal)
    route(by=cast.registrar(), at=now(), letter=principal, body=cast.education())
    every = Template("x", "x", "{writer}：您于{received}来信（登记编号{number}）")
    filled = fill(every, principal, stands(principal), cast.officer(), on=TODAY)
    assert filled == "各位来信人：您于近日来信（登记编号见各自的回执）"
    reply(by=cast.officer(), at=now(), letter=principal, text=f"{filled}{ANSWER}")
    assert Reply.objects.count() == 2
