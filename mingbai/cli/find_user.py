"""The account that a command names by its login."""

from django.utils.translation import gettext as _

from mingbai.accounts.models import User
from mingbai.cli.refused import Refused


def user_of_login(login: str) -> User:
    """The account in the open place; raises Refused."""
    user = User.objects.filter(login=login.lower()).first()
    if user is None:
        raise Refused(_("There is no account %(login)s here.") % {"login": login})
    return user
