"""The line that says how far long work has come."""

import io

from mingbai.cli.progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_file_gets_one_line_at_the_end() -> None:
    stream = io.StringIO()
    with Progress("已读取", 1408, stream) as progress:
        progress.step()
        progress.step(1200)
        assert stream.getvalue() == ""
    assert stream.getvalue() == "已读取 1,201/1,408\n"


def test_a_terminal_gets_a_line_that_changes_but_not_at_every_step() -> None:
    stream = Terminal()
    with Progress("已读取", stream=stream) as progress:
        for _turn in range(1000):
            progress.step()
    drawn = stream.getvalue().split("\r")
    assert 2 < len(drawn) < 100
    assert drawn[-1] == "已读取 1,000\n"


def test_what_was_done_is_said_when_the_work_fails() -> None:
    stream = io.StringIO()
    try:
        with Progress("已读取", 10, stream) as progress:
            progress.step(3)
            raise RuntimeError
    except RuntimeError:
        assert stream.getvalue() == "已读取 3/10\n"
