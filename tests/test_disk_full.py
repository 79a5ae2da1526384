"""A disk with no room: the writer is told to come again, and nothing is half there."""

import resource
from pathlib import Path

import pytest

from mingbai.letters.models import Letter
from mingbai.places.scoping import within
from prove.writer import Form, Refused
from tests.cli.servers import free_port, serving
from tests.databases.installation import Installation

TEXT = "路灯不亮。" * 2000


@pytest.mark.sqlite
def test_without_room_on_the_disk_nothing_is_acknowledged(
    committed: Installation,
) -> None:
    port = free_port()
    form = Form(port, "testserver")
    with serving(committed.environment(), port) as server:
        form.send(form.write(TEXT))
        sent = form.write(TEXT)
        listed = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text()
        (worker,) = map(int, listed.split())
        # No file of that process may grow any more, as on a full disk.
        before = resource.prlimit(worker, resource.RLIMIT_FSIZE)
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (4096, before[1]))
        with pytest.raises(Refused) as refused:
            form.send(sent)
        assert refused.value.status == 503
        assert letters(committed) == 1
        resource.prlimit(worker, resource.RLIMIT_FSIZE, before)
        ref, receipt = form.send(sent)
        assert (ref.number, receipt) == (2, sent.receipt)
    assert letters(committed) == 2


def letters(installation: Installation) -> int:
    with within(installation.place, read_only=True):
        return Letter.objects.count()
