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
