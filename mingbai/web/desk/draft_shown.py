"""What the page of a draft shows: before and after, its facts, the next step."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from mingbai.accounts.models import DutyKind
from mingbai.places.actors import Officer
from mingbai.places.policy import Act, Facts, may
from mingbai.powers.models import Draft, PowerVersion
from mingbai.powers.news import DAY
from mingbai.powers.said import TEXTS, WORDS, Difference, Statement, differences
from mingbai.ui.parts import Fact
from mingbai.ui.words import zh_date
from mingbai.web.desk.draft_words import kind_words, story_of, tone_of, who_can
from mingbai.web.desk.power_scope import may_rewrite
from mingbai.web.fingerprint import fingerprint


@dataclass(frozen=True)
class Change:
    """A field before and after, as texts to be shown line by line."""

    word: str
    before: str
    after: str


def shown(draft: Draft, officer: Officer, today: date) -> dict[str, Any]:
    """The context of the page: the version in force and who can decide, two queries."""
    version = _before(draft)
    may_review, may_approve = _may_decide(draft, officer)
    return {
        "draft": draft,
        "kind": kind_words(draft),
        "tone": tone_of(draft),
        "changes": changes(version.statement if version else None, draft.statement)
        if draft.kind == Draft.Kind.CHANGE
        else [],
        "version": version,
        "facts": _facts(draft, version),
        "events": story_of(draft),
        "may_review": may_review,
        "may_approve": may_approve,
        "may_withdraw": draft.state in Draft.OPEN
        and (officer.user == draft.written_by_id or officer.has(DutyKind.EDITOR)),
        "may_change": may_rewrite(officer, draft),
        "why_not": _why_not(draft, officer, today, may_review or may_approve),
        "public_href": _public_href(draft),
        "fingerprint": _fingerprint(draft),
    }


def changes(before: Statement | None, after: Statement) -> list[Change]:
    """What differs; of a new power all that it says."""
    if before is not None:
        return [_change(one) for one in differences(before, after)]
    said = {one: getattr(after, one) for one in TEXTS if getattr(after, one)}
    name = said.pop("name")
    first = {"name": name, "holder": str(after.holder)}
    return [
        Change(str(WORDS[one]), "", text) for one, text in {**first, **said}.items()
    ]


def _change(one: Difference) -> Change:
    return Change(one.word, one.before, one.after)


def _before(draft: Draft) -> PowerVersion | None:
    """What the draft would take the place of, or did."""
    if draft.power_id is None and draft.version is None:
        return None
    versions = PowerVersion.objects.with_holder().of_code(draft.code)
    if draft.version is not None:
        versions = versions.filter(number__lt=draft.version.number)
    if draft.leaf_id is not None:
        # What came back after the repeal has a later leaf.
        versions = versions.filter(leaf__lt=draft.leaf_id)
    found: PowerVersion | None = versions.order_by("-number").first()
    return found


def _may_decide(draft: Draft, officer: Officer) -> tuple[bool, bool]:
    """Whether the official may pass it in the review now, or approve it now."""
    first = draft.written_by_id or draft.reviewed_by_id
    review = may(officer, Act.POWER_REVIEW, Facts(concerned=draft.written_by_id))
    approve = may(officer, Act.POWER_APPROVE, Facts(concerned=first))
    return (
        draft.state == Draft.State.WRITTEN and review,
        draft.state == Draft.State.REVIEWED and approve,
    )


def _why_not(draft: Draft, officer: Officer, today: date, may_decide: bool) -> str:
    """Who takes the next step when it is not this official, and why not."""
    if may_decide or draft.state not in {Draft.State.WRITTEN, Draft.State.REVIEWED}:
        return ""
    names = who_can(draft, today)
    if not names:
        return gettext(
            "Nobody can decide it today: whoever wrote a draft neither reviews nor"
            " approves it, and there is no second editor. Ask an administrator to name"
            " one."
        )
    if officer.user == draft.written_by_id:
        said = gettext(
            "You wrote it, so you neither review nor approve it. It waits for:"
            " %(names)s."
        )
    elif officer.user == draft.reviewed_by_id:
        said = gettext(
            "You have reviewed it, and nobody else wrote it here, so another person"
            " approves it: %(names)s."
        )
    else:
        said = gettext("It waits for: %(names)s.")
    return said % {"names": "、".join(names)}


def _facts(draft: Draft, version: PowerVersion | None) -> list[Fact]:
    is_repeal = draft.kind == Draft.Kind.REPEAL
    facts = [
        Fact(gettext("Code of the power"), draft.code),
        Fact(gettext("Exercising body or post"), str(draft.holder)),
        Fact(
            gettext("First day without it") if is_repeal else gettext("First day"),
            _first_day(draft, version),
        ),
    ]
    if draft.is_imported:
        facts.append(Fact(gettext("Where it comes from"), gettext("an imported list")))
    if version is not None:
        said = gettext("version %(number)s, since %(day)s")
        known = {"number": version.number, "day": zh_date(version.since)}
        word = (
            gettext("Repealed version") if is_repeal else gettext("Takes the place of")
        )
        facts.append(Fact(word, said % known))
    return facts


def _first_day(draft: Draft, version: PowerVersion | None) -> str:
    """The day that was decided; until then the day wished for."""
    if draft.state != Draft.State.PUBLISHED:
        return zh_date(draft.since) if draft.since else gettext("the day of approval")
    if draft.version is not None:
        return zh_date(draft.version.since)
    assert version is not None, "a repeal was of a version"
    assert version.until is not None, "which ended with it"
    return zh_date(version.until + DAY)


def _fingerprint(draft: Draft) -> str:
    """That of the leaf with which it was published; empty before."""
    leaf = draft.version.leaf if draft.version else draft.leaf
    return fingerprint(leaf) if leaf else ""


def _public_href(draft: Draft) -> str:
    if draft.state != Draft.State.PUBLISHED:
        return ""
    return reverse("public:power", args=[draft.code])
