"""Past letters: one leaf for letter and reply, and nothing that counts as on time."""

from datetime import UTC, datetime
from types import ModuleType

import pytest

from mingbai.ledger.models import Leaf
from mingbai.letters.content import imported_letter_content
from mingbai.letters.draft import Draft
from mingbai.letters.import_letter import ChangedSince, PastLetter, import_letter
from mingbai.letters.models import Handling, Letter, Reply
from mingbai.letters.tally import figures
from mingbai.lib.commitment import c0
from mingbai.places.actors import System
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests.moments import TODAY

SENT = datetime(2019, 3, 29, 3, 53, tzinfo=UTC)
REPLIED = datetime(2019, 4, 2, 3, 0, tzinfo=UTC)


def past(
    cast: ModuleType,
    *,
    source_id: str = "2849",
    text: str = "何时装电梯？",
    reply: str = "已列入计划。",
) -> PastLetter:
    draft = Draft(kind="ask", title="电梯", text=text)
    answered = {"reply": reply, "replied_at": REPLIED} if reply else {}
    return PastLetter(
        source_id,
        draft,
        SENT,
        body=cast.education(),
        **answered,  # type: ignore[arg-type]  # a str and a datetime
    )


def by(cast: ModuleType) -> System:
    return System("import-letters", cast.officer())


def test_nobody_but_the_system_imports(place: Place, cast: ModuleType) -> None:
    with pytest.raises(NotAllowed):
        import_letter(by=cast.registrar(), past=past(cast))


def test_other_words_under_an_id_are_refused(place: Place, cast: ModuleType) -> None:
    import_letter(by=by(cast), past=past(cast))
    with pytest.raises(ChangedSince):
        import_letter(by=by(cast), past=past(cast, text="换了。"))
    with pytest.raises(ChangedSince):
        import_letter(by=by(cast), past=past(cast, reply="改了。"))


def test_a_letter_is_imported_once(place: Place, cast: ModuleType) -> None:
    assert import_letter(by=by(cast), past=past(cast)) is not None
    assert import_letter(by=by(cast), past=past(cast)) is None
    assert Letter.objects.count() == 1


def test_it_has_one_leaf_that_says_imported(place: Place, cast: ModuleType) -> None:
    before = Leaf.objects.count()
    letter = import_letter(by=by(cast), past=past(cast))
    assert letter is not None
    assert Leaf.objects.count() == before + 1
    assert letter.leaf.kind == Leaf.Kind.IMPORTED
    assert letter.leaf.is_late
    assert letter.ref == "19-0000001"
    assert letter.lookup_digest is None


def test_the_leaf_covers_letter_and_reply(place: Place, cast: ModuleType) -> None:
    imported = import_letter(by=by(cast), past=past(cast))
    assert imported is not None
    letter = Letter.objects.whole().get(pk=imported.pk)
    key = bytes(letter.text.commitment_key or b"")
    assert c0(key, imported_letter_content(letter, "已列入计划。")) == bytes(letter.c0)
    assert c0(key, imported_letter_content(letter, "改了。")) != bytes(letter.c0)


def test_an_import_enters_no_figure_of_punctuality(
    place: Place, cast: ModuleType
) -> None:
    import_letter(by=by(cast), past=past(cast))
    found = figures(today=TODAY, days=100_000)
    assert (found.received, found.in_time, found.late, found.open) == (0, 0, 0, 0)


def test_an_unanswered_one_waits_at_its_body(place: Place, cast: ModuleType) -> None:
    letter = import_letter(by=by(cast), past=past(cast, reply=""))
    handling = Handling.objects.get(letter=letter)
    assert (handling.state, handling.body) == ("routed", cast.education())
    assert not Reply.objects.exists()
    assert figures(today=TODAY).overdue == 1
