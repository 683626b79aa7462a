"""The Swedish catalogue is complete, and the script that says so sees what it should."""

import json
from pathlib import Path

import polib
import pytest

from scripts import messages

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy

# Translators: on the button
SAVE = _("Save")
LONG = _("One sentence "
         "in two pieces")
ROLE = pgettext_lazy("role", "Admin")
def count(n):
    return ngettext("%(n)d account", "%(n)d accounts", n) % {"n": n}
def later(text):
    return _(text)
"""
TEMPLATE = """
{% load i18n %}
{% translate "Save" %} {% translate "Open" context "verb" %}
{% blocktranslate trimmed with name=unit.name %}
  Accounts of
  {{ name }} (100 %)
{% endblocktranslate %}
{% blocktranslate trimmed count n=total %}{{ n }} hit{% plural %}{{ n }} hits{% endblocktranslate %}
{% include "x.html" with label=_("Don't (yet)") only %} {{ value|default:_("None given") }}
"""


@pytest.fixture
def tree(tmp_path) -> Path:
    for name, source in {"accounts/a.py": PYTHON, "templates/a.html": TEMPLATE}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(source)
    return tmp_path


def test_extract_finds_every_form(tree):
    found = {(m.context, m.text, m.plural): sorted(m.files) for m in messages.extract(tree)}
    assert found == {
        (None, "%(n)d account", "%(n)d accounts"): ["accounts/a.py"],
        (None, "%(n)s hit", "%(n)s hits"): ["templates/a.html"],
        (None, "Accounts of %(name)s (100 %%)", None): ["templates/a.html"],
        (None, "Don't (yet)", None): ["templates/a.html"],
        (None, "None given", None): ["templates/a.html"],
        (None, "One sentence in two pieces", None): ["accounts/a.py"],
        (None, "Save", None): ["accounts/a.py", "templates/a.html"],
        ("role", "Admin", None): ["accounts/a.py"],
        ("verb", "Open", None): ["templates/a.html"],
    }


def test_extract_refuses_an_f_string(tree):
    (tree / "accounts" / "a.py").write_text('_(f"Hello {name}")')
    with pytest.raises(messages.MessagesError, match="f-string"):
        messages.extract(tree)


def test_merge_translates_and_reports_the_unknown(tree):
    offered: dict[str, str | list[str]] = {
        "Save": "Spara",
        "%(n)d account": ["ett konto", "%(n)d konton"],
        "role\x04Admin": "Administratör",
        "Gone": "Borta",
    }
    assert messages.update(tree, offered) == ["Gone"]
    catalogue = polib.pofile(str(messages.catalogue_path("sv", tree)))
    given = {entry.msgid: entry.msgstr_plural or entry.msgstr for entry in catalogue}
    assert given["Save"] == "Spara"
    assert given["Admin"] == "Administratör"
    assert given["%(n)d account"] == {0: "ett konto", 1: "%(n)d konton"}
    assert given["Open"] == ""


def test_update_keeps_translations_and_drops_the_dead(tree):
    messages.update(tree, {"Save": "Spara", "Don't (yet)": "Inte än"})
    before = messages.catalogue_path("sv", tree).read_text()
    messages.update(tree)
    assert messages.catalogue_path("sv", tree).read_text() == before
    (tree / "templates" / "a.html").unlink()
    messages.update(tree)
    catalogue = polib.pofile(str(messages.catalogue_path("sv", tree)))
    assert {entry.msgid: entry.msgstr for entry in catalogue if not entry.msgid_plural} == {
        "Admin": "",
        "One sentence in two pieces": "",
        "Save": "Spara",
    }


def test_problems_lists_each_kind(tree):
    path = messages.catalogue_path("sv", tree)
    path.parent.mkdir(parents=True)
    (tree / "templates" / "a.html").unlink()
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "%(n)d account"\nmsgid_plural "%(n)d accounts"\n'
        'msgstr[0] "ett konto"\nmsgstr[1] "%(antal)d konton"\n\n'
        'msgid "Save"\nmsgstr ""\n\n'
        'msgid "Gone"\nmsgstr "Borta"\n\n'
        '#, fuzzy\nmsgctxt "role"\nmsgid "Admin"\nmsgstr "Admin"\n'
    )
    assert messages.problems(tree) == [
        "sv: missing: 'One sentence in two pieces' (accounts/a.py)",
        "sv: placeholders: '%(n)d account' has ['%(n)d'], the translation ['%(antal)d']",
        "sv: fuzzy: 'Admin' [role]",
        "sv: dead: 'Gone'",
        "sv: untranslated: 'Save' (accounts/a.py)",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100 % säker", {}),
        ("100 %% of %(name)s and %(name)s", {"%(name)s": 1}),
        ("%s of %s", {"%s": 2}),
        ("{name} {{kept}} {0:.1f}", {"{name}": 1, "{0:.1f}": 1}),
    ],
)
def test_placeholders(text, expected):
    assert messages.placeholders(text) == expected


def test_compile_writes_only_what_is_out_of_date(tree):
    messages.update(tree, {"Save": "Spara"})
    target = messages.catalogue_path("sv", tree).with_suffix(".mo")
    assert messages.compile_catalogues(tree) == [target]
    assert messages.compile_catalogues(tree) == []
    assert {entry.msgid: entry.msgstr for entry in polib.mofile(str(target))} == {"Save": "Spara"}


def test_read_json_refuses_what_is_not_an_object(tmp_path, capsys):
    file = tmp_path / "sv.json"
    file.write_text(json.dumps(["Save"]))
    assert messages.main(["merge", str(file)]) == 2
    assert "one JSON object" in capsys.readouterr().err


def test_catalogue_is_complete():
    found = messages.problems()
    if found:
        shown = "\n".join(found[:20])
        pytest.fail(f"{len(found)} problems (scripts/messages.py check):\n{shown}", pytrace=False)
