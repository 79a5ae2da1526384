"""The trap that the other tests rely on does spring."""

import pytest

from tests.ui.draw import draw


def test_a_missing_variable_is_refused() -> None:
    with pytest.raises(AssertionError, match="nobody"):
        draw("{{ nobody }}")


def test_a_missing_attribute_inside_a_component_is_refused() -> None:
    with pytest.raises(AssertionError, match=r"item\.href"):
        draw("{% tabs items 'Order' %}", items=[object()])
