"""What collectstatic leaves: one style sheet with every part in its layer, everything hashed."""

import re

import pytest
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.management import call_command


@pytest.fixture
def collected(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "registry.static_files.Storage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_the_style_sheet_is_one_file_with_all_its_parts(collected):
    sheets = list((collected / "css").glob("main.*.css"))
    assert len(sheets) == 1
    text = sheets[0].read_text()
    assert "@import" not in text
    parts = re.findall(r'@import url\("([^"]+)"\)', (collected / "css" / "main.css").read_text())
    assert parts == []
    assert ".matrix" in text
    assert "@layer" in text


def test_scripts_name_each_other_by_their_hashes(collected):
    main = next((collected / "js").glob("main.*.js")).read_text()
    for name in re.findall(r'from "\./([^"]+)"|import "\./([^"]+)"', main):
        assert re.search(r"\.[0-9a-f]{12}\.js$", "".join(name))


def test_files_are_served_as_they_are_while_developing(settings):
    assert StaticFilesStorage().url("css/main.css") == "/static/css/main.css"
