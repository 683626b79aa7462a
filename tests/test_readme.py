"""What the README draws from the code is what the code says."""

import pytest
from django.core.management import call_command

from accounts.domain.access import table
from accounts.management import readme
from accounts.management.commands import draw_workflow


def test_the_rights_in_the_readme_are_those_in_the_code():
    assert readme.part("rights") == "\n".join(table.lines()), "run: manage.py draw_rights --write"


def test_the_workflow_in_the_readme_is_the_one_in_the_code():
    expected = draw_workflow.inscribed()
    assert readme.part("workflow") == expected, "run: manage.py draw_workflow --write"


@pytest.mark.parametrize("command", ["draw_rights", "draw_workflow"])
def test_writing_replaces_what_stands_between_the_marks(command, tmp_path, monkeypatch):
    name = command.removeprefix("draw_")
    copy = tmp_path / "README.md"
    copy.write_text(
        f"Before\n<!-- {name} -->\nstale words\n<!-- /{name} -->\nAfter\n", encoding="utf-8"
    )
    monkeypatch.setattr(readme, "README", copy)
    call_command(command, "--write")
    written = copy.read_text(encoding="utf-8")
    assert written.startswith(f"Before\n<!-- {name} -->\n")
    assert written.endswith(f"\n<!-- /{name} -->\nAfter\n")
    assert "stale words" not in written
    assert readme.write(name, readme.part(name)) is False, "a second time changes nothing"


def test_a_readme_without_marks_is_left_alone():
    with pytest.raises(ValueError, match="<!-- y -->"):
        readme.part("y", "a\n<!-- x -->\nold\n<!-- /x -->\nb")
