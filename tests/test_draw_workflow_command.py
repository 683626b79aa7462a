"""The README's diagram is the one that the transition table draws."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.domain.workflow import TRANSITIONS
from accounts.management.commands import draw_workflow

README = Path(__file__).resolve().parent.parent / "README.md"


def test_the_readme_shows_the_workflow_as_it_is():
    found = draw_workflow.BETWEEN.search(README.read_text(encoding="utf-8"))
    assert found is not None
    assert found[0] == draw_workflow.inscribed(), "run: manage.py draw_workflow --write"


def test_every_step_is_drawn_from_each_of_its_statuses(capsys):
    call_command("draw_workflow")
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["stateDiagram-v2", "    [*] --> draft"]
    assert "    submitted --> approved: Approve (not opened yet)" in lines
    steps = sum(len(step.sources) for step in TRANSITIONS.values())
    assert len([line for line in lines if ": " in line]) == steps


def test_writing_replaces_what_stands_between_the_marks(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    readme = tmp_path / "README.md"
    begin, end = draw_workflow.BEGIN, draw_workflow.END
    readme.write_text(f"Before\n{begin}\nold\n{end}\nAfter\n", encoding="utf-8")
    for _time in range(2):
        call_command("draw_workflow", "--write")
        assert readme.read_text(encoding="utf-8") == (
            f"Before\n{begin}\n{draw_workflow.inscribed()}{end}\nAfter\n"
        )


def test_a_readme_without_marks_is_left_alone(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    (tmp_path / "README.md").write_text("Nothing\n", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("draw_workflow", "--write")
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "Nothing\n"
