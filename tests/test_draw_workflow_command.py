"""What draw_workflow prints is the transition table."""

from django.core.management import call_command

from accounts.domain.workflow import TRANSITIONS


def test_every_step_is_drawn_from_each_of_its_statuses(capsys):
    call_command("draw_workflow")
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["stateDiagram-v2", "    [*] --> draft"]
    assert "    submitted --> approved: Approve (not opened yet)" in lines
    steps = sum(len(step.sources) for step in TRANSITIONS.values())
    assert len([line for line in lines if ": " in line]) == steps
