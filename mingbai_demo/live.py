"""`live`: the letters of these days happen, by the verbs and at the present moment.

Every letter and all that is done with it is one transaction, so that a making that was
cut off goes on where it stood, and a second one finds nothing left to do.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from mingbai.accounts.models import User
from mingbai.accounts.officer import officer_of
from mingbai.intake.take import take_letter
from mingbai.ledger.clock import now
from mingbai.letters.add import add
from mingbai.letters.approve import approve
from mingbai.letters.ask_assist import ask_assist
from mingbai.letters.ask_extension import ask_extension
from mingbai.letters.ask_writer import ask_writer
from mingbai.letters.claim import claim
from mingbai.letters.correct import correct
from mingbai.letters.decline import decline
from mingbai.letters.draft import Draft
from mingbai.letters.escalate import escalate
from mingbai.letters.give_part import give_part
from mingbai.letters.hand_over import hand_over
from mingbai.letters.hold import hold
from mingbai.letters.instruct import instruct
from mingbai.letters.interim import interim
from mingbai.letters.mark_read import mark_read
from mingbai.letters.merge import merge
from mingbai.letters.models import Letter, LetterEvent, Passing, Promise
from mingbai.letters.pass_on import pass_on
from mingbai.letters.press import press
from mingbai.letters.propose import propose
from mingbai.letters.rate import rate
from mingbai.letters.recuse import recuse
from mingbai.letters.reply import Promised, reply
from mingbai.letters.report_promise import report_promise
from mingbai.letters.return_letter import return_letter
from mingbai.letters.route import route
from mingbai.letters.rule_extension import rule_extension
from mingbai.letters.rule_reopening import rule_reopening
from mingbai.letters.rule_return import rule_return
from mingbai.letters.save_draft import save_draft
from mingbai.letters.send_back import send_back
from mingbai.letters.set_practice import set_practice
from mingbai.letters.set_urgent import set_urgent
from mingbai.letters.withdraw import withdraw
from mingbai.lib.receipt import Receipt, parse
from mingbai.places.actors import Citizen, Officer, System
from mingbai.places.days import local_day
from mingbai.places.models import Body, Place, Post
from mingbai.places.scoping import within
from mingbai.powers.models import Power
from mingbai.ui.words import zh_date
from mingbai_demo.story import Deed, Story, Written

DAY: Final = timedelta(days=1)
Verb = Callable[..., object]


def live(story: Story, receipts: Mapping[str, str]) -> dict[str, str]:
    """Let it all happen; gives each letter's number by its key.

    `receipts` are those of the letters, by key. Nothing happens without a district.
    """
    place = Place.objects.first()
    if place is None:
        return {}
    with within(place, durable=True):
        _set_practices(story.wants_approval, at=now())
    for source_id, deeds in story.imported:
        with within(place, durable=True):
            _go_on(source_id, deeds)
    refs: dict[str, str] = {}
    for written, deeds in story.letters:
        with within(place, durable=True):
            letter = _write(written, parse(receipts[written.key]), deeds, receipts)
            refs[written.key] = letter.ref
    return refs


def _set_practices(bodies: Iterable[str], *, at: datetime) -> None:
    for body in Body.objects.filter(slug__in=bodies):
        set_practice(by=System("demo"), at=at, body=body, wants_approval=True)


def _go_on(source_id: str, deeds: Iterable[Deed]) -> None:
    letter = Letter.objects.get(source_id=source_id)
    # Until now only the import and the clock have acted on it.
    acted = LetterEvent.objects.filter(letter=letter)
    if not acted.exclude(actor=LetterEvent.Actor.SYSTEM).exists():
        _do(letter, deeds, {})


def _write(
    written: Written,
    receipt: Receipt,
    deeds: Iterable[Deed],
    receipts: Mapping[str, str],
) -> Letter:
    before = Letter.objects.filter(lookup_digest=receipt.lookup_digest).first()
    if before is not None:
        return before
    letter = take_letter(
        by=Citizen(channel="web"), at=now(), draft=_draft(written), receipt=receipt
    )
    _do(letter, deeds, receipts)
    return letter


def _draft(written: Written) -> Draft:
    return Draft(
        kind=written.kind,
        title=written.title,
        text=written.text,
        addressee=_addressee(written.to),
        power=Power.objects.get(code=written.power) if written.power else None,
        may_publish=written.publish,
        writer=written.writer,
        email=written.email,
        answer_by=written.answer_by,
        hides_writer=written.hides_writer,
        about=Post.objects.get(slug=written.about) if written.about else None,
    )


def _addressee(short_name: str) -> Body | Post | None:
    if not short_name:
        return None
    post = Post.objects.filter(short_name=short_name).first()
    return post or Body.objects.get(short_name=short_name)


def _do(letter: Letter, deeds: Iterable[Deed], receipts: Mapping[str, str]) -> None:
    for deed in deeds:
        at = now()
        today = local_day(at)
        given = {
            GIVEN_AS.get(name, name): _meant(name, value, today, receipts)
            for name, value in deed.given.items()
        }
        # As it stands by now: relations read earlier would tell of earlier.
        anew = Letter.objects.get(pk=letter.pk)
        VERBS[deed.does](by=_actor(deed.by, anew, today), at=at, letter=anew, **given)


def _actor(name: str, letter: Letter, today: date) -> Officer | Citizen:
    if name == "writer":
        return Citizen(channel="web", letters=frozenset({letter.pk}))
    return officer_of(User.objects.get(login=name), on=today)


def _meant(name: str, value: Any, today: date, receipts: Mapping[str, str]) -> object:
    """What a value of the file stands for: a row, a day, or words about today."""
    if name in {"body", "proposed"}:
        return Body.objects.get(slug=value)
    if name in {"clerk", "user"}:
        return User.objects.get(login=value)
    if name == "into":
        digest = parse(receipts[value]).lookup_digest
        return Letter.objects.get(lookup_digest=digest)
    if name == "inner_in_days":
        return today + value * DAY
    if name == "promises":
        return [Promised(one["what"], today + one["in_days"] * DAY) for one in value]
    if isinstance(value, str):
        words = {"{today}": today, "{tomorrow}": today + DAY}
        for word, day in words.items():
            value = value.replace(word, zh_date(day))
    return value


def _report_promise(*, by: Officer, at: datetime, letter: Letter, text: str) -> object:
    """The first thing promised is done."""
    promise = Promise.objects.filter(letter=letter).order_by("due_on")[0]
    return report_promise(by=by, at=at, promise=promise, text=text)


def _pass_on(*, by: Officer, at: datetime, letter: Letter, outcome: str) -> object:
    """The office has told the writer, by the name of the outcome."""
    return pass_on(by=by, at=at, letter=letter, outcome=Passing(outcome))


GIVEN_AS: Final = {"inner_in_days": "inner_due_on"}
VERBS: Final[Mapping[str, Verb]] = {
    **{
        verb.__name__: verb
        for verb in (
            *(add, approve, ask_assist, ask_extension, ask_writer, claim, correct),
            *(decline, escalate, give_part, hand_over, hold, instruct, interim),
            *(mark_read, merge, press, propose, rate, recuse, reply, return_letter),
            *(route, rule_extension, rule_reopening, rule_return, save_draft),
            *(send_back, set_urgent, withdraw),
        )
    },
    "report_promise": _report_promise,
    "pass_on": _pass_on,
}
