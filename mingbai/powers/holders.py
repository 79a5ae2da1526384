"""Finding the post or body that a list calls by its name."""

from mingbai.places.models import Body, FormerName, Post


class HolderAmbiguous(Exception):
    """Several posts or bodies bear that name."""


class Holders:
    """The posts and bodies of the open place by name and short name; three queries.

    Lists outlive names, so what a body was called before is known too: it counts where
    nobody bears the name today.
    """

    def __init__(self) -> None:
        self._short: dict[str, set[Post | Body]] = {}
        self._full: dict[str, set[Post | Body]] = {}
        self._former: dict[str, set[Post | Body]] = {}
        for one in (*Body.objects.all(), *Post.objects.all()):
            self.add(one)
        for before in FormerName.objects.select_related("body"):
            for name in (before.short_name, before.name):
                self._former.setdefault(name, set()).add(before.body)

    def add(self, one: Post | Body) -> None:
        """A body that was founded since."""
        self._short.setdefault(one.short_name, set()).add(one)
        self._full.setdefault(one.name, set()).add(one)

    def bodies_in(self, text: str) -> set[Body]:
        """The bodies that a title speaks of by name, short name or former name.

        A name within a longer one doesn't count: 县委书记 speaks of no 县委. Nor does a
        name of one character.
        """
        found: set[Body] = set()
        known = (*self._short, *self._full, *self._former)
        names = {name for name in known if len(name) > 1}
        for name in sorted(names, key=len, reverse=True):
            if name in text:
                text = text.replace(name, "\n")
                found |= {one for one in self._called(name) if isinstance(one, Body)}
        return found

    def find(self, name: str) -> Post | Body | None:
        """Whoever is called that; None if nobody.

        By short name before full name, and by a former one last. Raises
        HolderAmbiguous.
        """
        for known in (self._short, self._full, self._former):
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

    def _called(self, name: str) -> set[Post | Body]:
        """All who bear the name today, or else those who bore it."""
        today = self._short.get(name, set()) | self._full.get(name, set())
        return today or self._former.get(name, set())
