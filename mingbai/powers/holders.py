"""Finding the post or body that a list calls by its name."""

from mingbai.places.models import Body, Post


class HolderAmbiguous(Exception):
    """Several posts or bodies bear that name."""


class Holders:
    """The posts and bodies of the open place by name and short name; two queries."""

    def __init__(self) -> None:
        self._short: dict[str, set[Post | Body]] = {}
        self._full: dict[str, set[Post | Body]] = {}
        for one in (*Body.objects.all(), *Post.objects.all()):
            self.add(one)

    def add(self, one: Post | Body) -> None:
        """A body that was founded since."""
        self._short.setdefault(one.short_name, set()).add(one)
        self._full.setdefault(one.name, set()).add(one)

    def bodies_in(self, text: str) -> set[Body]:
        """The bodies that a title speaks of by name or short name.

        A name within a longer one doesn't count: 县委书记 speaks of no 县委. Nor does a
        name of one character.
        """
        found: set[Body] = set()
        names = {name for name in (*self._short, *self._full) if len(name) > 1}
        for name in sorted(names, key=len, reverse=True):
            if name in text:
                text = text.replace(name, "\n")
                called = self._short.get(name, set()) | self._full.get(name, set())
                found |= {one for one in called if isinstance(one, Body)}
        return found

    def find(self, name: str) -> Post | Body | None:
        """Whoever is called that, by short name before full name; None if nobody.

        Raises HolderAmbiguous.
        """
        for known in (self._short, self._full):
            found = known.get(name, set())
            if len(found) > 1:
                raise HolderAmbiguous(name)
            if found:
                return next(iter(found))
        return None

    def name_of(self, one: Post | Body) -> str:
        """The name by which `find` gives this one: short, unless another bears it."""
        bearers = self._short.get(one.short_name, set())
        return one.short_name if bearers == {one} else one.name
