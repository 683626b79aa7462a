"""What the README says of rights is what the code does."""

import pytest

from accounts.domain.access import table
from accounts.management import readme


def test_the_rights_in_the_readme_are_those_in_the_code():
    assert readme.part("rights") == "\n".join(table.lines()), "run: manage.py draw_rights --write"


def test_a_part_is_found_between_its_marks_only():
    text = "a\n<!-- x -->\nold\n<!-- /x -->\nb"
    assert readme.part("x", text) == "old"
    with pytest.raises(ValueError, match="<!-- y -->"):
        readme.part("y", text)
