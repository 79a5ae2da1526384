"""What a command raises when it does not do what it was asked to."""


class Refused(Exception):
    """A sentence for the person at the terminal; the exit code is 1."""
