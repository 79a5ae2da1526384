"""What a test needs from the machine: without it skipped, or failed if all must run."""

import os

import pytest


def require(condition: bool, what: str) -> None:
    """Skips the test, naming what is missing; with MINGBAI_REQUIRE_ALL=1 fails it."""
    if condition:
        return
    if os.environ.get("MINGBAI_REQUIRE_ALL") == "1":
        pytest.fail(f"Missing, and MINGBAI_REQUIRE_ALL is set: {what}.")
    pytest.skip(f"Missing: {what}.")
