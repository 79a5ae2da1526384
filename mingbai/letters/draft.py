"""What a writer hands in, before it is a letter."""

from dataclasses import dataclass

from mingbai.places.models import Body, Post
from mingbai.powers.models import Power

TITLE_LENGTH = 40
TEXT_LENGTH = 10_000
WRITER_LENGTH = 20


@dataclass(frozen=True)
class Draft:
    """A letter as handed in: shapes are clean, nothing is decided.

    `text` is what was typed, unchanged. `addressee` is None when the writer does
    not know who is in charge. `telephone` is in E.164 form, or empty. `about` is the
    post whose holder a complaint is about: that person and whoever serves under them
    never see the letter.
    """

    kind: str
    title: str
    text: str
    addressee: Post | Body | None = None
    power: Power | None = None
    may_publish: bool = False
    writer: str = ""
    telephone: str = ""
    email: str = ""
    answer_by: str = "site"
    hides_writer: bool = False
    about: Post | None = None

    @property
    def addressee_post(self) -> Post | None:
        """The post it is addressed to, if it is one."""
        return self.addressee if isinstance(self.addressee, Post) else None

    @property
    def addressee_body(self) -> Body | None:
        """The body it is addressed to, if it is one."""
        return self.addressee if isinstance(self.addressee, Body) else None
