"""Holds the house together: who may import whom, how big a room is, what a page may contain.

The rules are data; a walk over the syntax trees finds what breaks them. Every checker is first
shown a house that breaks its rule, so that a checker which finds nothing is known to look.
"""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Imports go down only. Rooms joined by a floor number stand on it; siblings on WINGS_APART never
# import each other.
FLOORS = {
    "registry": 5,
    "accounts.apps": 4,
    "accounts.urls": 4,
    "accounts.views": 4,
    "accounts.api": 4,
    "accounts.admin": 4,
    "accounts.management": 4,
    "accounts.templatetags": 4,
    "accounts.forms": 3,
    "accounts.imports": 3,
    "accounts.exports": 3,
    "accounts.demo": 3,
    "accounts.domain": 2,
    "accounts.models": 1,
    "accounts.migrations": 1,
    "accounts.choices": 0,
    "accounts.exceptions": 0,
    "accounts.platforms": 0,
}
WINGS_APART = 4
ONE_WING = {
    frozenset({"accounts.urls", "accounts.views"}),
    frozenset({"accounts.urls", "accounts.api"}),
}
FORBIDDEN = {
    "accounts.platforms": ("django.db", "django.http"),
    "accounts.exceptions": ("django.db", "django.http"),
    "accounts.models": ("django.http", "django.shortcuts", "django.forms"),
    "accounts.domain": (
        "django.http",
        "django.shortcuts",
        "django.views",
        "django.contrib.messages",
    ),
}
LONGEST_FILE = 400
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX)\b")
OUTSIDE = re.compile(r"^\s*(?:https?:)?//", re.IGNORECASE)
LOADING = {
    "action",
    "background",
    "data",
    "formaction",
    "href",
    "hx-get",
    "hx-post",
    "poster",
    "src",
    "srcset",
}
NOT_LOADED = {"a", "area"}  # a link that a person may follow, not one the browser fetches
DATA_BLOCKS = {"application/json", "application/ld+json"}
MAILS = Path("templates/email")  # no policy holds in a mail program, and no style sheet is linked


def python_files(root: Path) -> Iterator[Path]:
    for package in ("accounts", "registry"):
        yield from sorted((root / package).rglob("*.py"))


def module_name(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path, root: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of everything a file imports, wherever in the file it does."""
    package = list(path.relative_to(root).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{source}.{alias.name}") for alias in node.names)


def room(name: str) -> str | None:
    """The room on FLOORS that a module is in; None for one that is not ours."""
    top, *rest = name.split(".")
    if top == "registry":
        return top
    return ".".join(["accounts", *rest[:1]]) if top == "accounts" else None


def broken_floors(root: Path) -> list[str]:
    problems = []
    for path in python_files(root):
        here = room(module_name(path, root))
        if here == "accounts":  # the package itself: its glossary
            continue
        if here not in FLOORS:
            problems.append(f"{module_name(path, root)}: {here} stands on no floor")
            continue
        for line, name in imports(path, root):
            where = f"{path.relative_to(root)}:{line} {here}"
            there = room(name)
            if name.startswith(tuple(f"{module}." for module in FORBIDDEN.get(here, ()))) or (
                name in FORBIDDEN.get(here, ())
            ):
                problems.append(f"{where} uses {name}")
            if there in FLOORS and there != here:
                problems += [f"{where} {fault} {name}" for fault in faults(here, there)]
    return problems


def faults(here: str, there: str) -> Iterator[str]:
    if FLOORS[there] > FLOORS[here]:
        yield "imports upwards:"
    elif FLOORS[here] == FLOORS[there] == WINGS_APART and frozenset({here, there}) not in ONE_WING:
        yield "imports its sibling:"


def overlong_files(root: Path) -> list[str]:
    lengths = {
        path.relative_to(root).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files(root)
        if "migrations" not in path.parts
    }
    return [f"{name}: {length} lines" for name, length in lengths.items() if length > LONGEST_FILE]


def own_files(root: Path, *endings: str) -> Iterator[Path]:
    for directory in ("accounts", "registry", "templates", "static", "scripts", "tests"):
        for path in sorted((root / directory).rglob("*")):
            if path.suffix in endings and "vendor" not in path.parts:
                yield path


def unfinished(root: Path) -> list[str]:
    return [
        f"{path.relative_to(root)}: {line.strip()}"
        for path in own_files(root, ".py", ".html", ".css", ".js", ".txt")
        if path != Path(__file__)
        for line in path.read_text(encoding="utf-8").splitlines()
        if UNFINISHED.search(line)
    ]


class PageParser(HTMLParser):
    """Collects what a strict content security policy would block, or would send a reader away."""

    def __init__(self, *, may_style: bool = False) -> None:
        super().__init__()
        self.may_style = may_style
        self.problems: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" and not self.may_style:
            self.note("<style>")
        if tag == "script" and "src" not in given and given.get("type") not in DATA_BLOCKS:
            self.note("inline <script>")
        for name, value in given.items():
            if (name == "style" and not self.may_style) or name.startswith(("on", "hx-on")):
                self.note(f"{name}= on <{tag}>")
            if name in LOADING and tag not in NOT_LOADED and OUTSIDE.match(value or ""):
                self.note(f"<{tag} {name}={value}> loads from outside")
            if (value or "").lower().startswith("javascript:"):
                self.note(f"{name}=javascript: on <{tag}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def note(self, problem: str) -> None:
        self.problems.append((self.getpos()[0], problem))


# Template tags inside HTML tags confuse an HTML parser; their line breaks keep the line numbers.
TEMPLATE_TAG = re.compile(r"\{%.*?%\}|\{#.*?#\}|\{\{.*?\}\}", re.DOTALL)
TEMPLATE_COMMENT = re.compile(r"\{% *comment.*?endcomment *%\}", re.DOTALL)


def blank(match: re.Match[str]) -> str:
    return (
        "x" + "\n" * match[0].count("\n")
        if match[0].startswith("{{")
        else "\n" * match[0].count("\n")
    )


def unsafe_templates(root: Path) -> list[str]:
    problems = []
    for path in own_files(root, ".html"):
        if "tests" in path.relative_to(root).parts:
            continue
        parser = PageParser(may_style=path.relative_to(root).is_relative_to(MAILS))
        source = TEMPLATE_COMMENT.sub(blank, path.read_text(encoding="utf-8"))
        parser.feed(TEMPLATE_TAG.sub(blank, source))
        problems += [f"{path.relative_to(root)}:{line} {what}" for line, what in parser.problems]
    return problems


CSS_LOADS = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])\s*(?:https?:)?//""", re.IGNORECASE)
JS_ADDRESS = re.compile(r"""["'`](?:https?:|wss?:)?//(?!www\.w3\.org/)\w""", re.IGNORECASE)
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
JS_COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)


def outside_addresses(root: Path) -> list[str]:
    problems = []
    for path in own_files(root, ".css", ".js"):
        is_style = path.suffix == ".css"
        source = (CSS_COMMENT if is_style else JS_COMMENT).sub("", path.read_text(encoding="utf-8"))
        found = (CSS_LOADS if is_style else JS_ADDRESS).search(source)
        if found:
            problems.append(f"{path.relative_to(root)}: {found[0]}")
    return problems


CHECKERS = [broken_floors, overlong_files, unfinished, unsafe_templates, outside_addresses]

BAD_HOUSES = {
    "domain above its floor": (
        broken_floors,
        {"accounts/domain/matrix.py": "from accounts.forms import base\n"},
        ["accounts/domain/matrix.py:1 accounts.domain imports upwards: accounts.forms.base"],
    ),
    "relative import upwards": (
        broken_floors,
        {"accounts/models/units.py": "def late():\n    from ..domain import access\n"},
        ["accounts/models/units.py:2 accounts.models imports upwards: accounts.domain.access"],
    ),
    "product knows its shell": (
        broken_floors,
        {"accounts/views/public.py": "import registry.settings\n"},
        ["accounts/views/public.py:1 accounts.views imports upwards: registry.settings"],
    ),
    "siblings": (
        broken_floors,
        {"accounts/admin/__init__.py": "from accounts.views import public\n"},
        ["accounts/admin/__init__.py:1 accounts.admin imports its sibling: accounts.views.public"],
    ),
    "platforms with a database": (
        broken_floors,
        {"accounts/platforms/base.py": "from django.db import models\n"},
        ["accounts/platforms/base.py:1 accounts.platforms uses django.db.models"],
    ),
    "a room without a floor": (
        broken_floors,
        {"accounts/helpers.py": ""},
        ["accounts.helpers: accounts.helpers stands on no floor"],
    ),
    "long": (
        overlong_files,
        {"accounts/views/long.py": "x = 1\n" * 401},
        ["accounts/views/long.py: 401 lines"],
    ),
    "unfinished": (
        unfinished,
        {"static/js/menu.js": "// TODO\n"},
        ["static/js/menu.js: // TODO"],
    ),
    "inline": (
        unsafe_templates,
        {
            "templates/base.html": (
                '<p style="color: red">{% if a %}\n<b onclick="go()">{% endif %}</b></p>\n'
                '<script src="{% static "a.js" %}"></script><script>go()</script>\n'
                '<script type="application/json">{}</script><a href="https://imy.se/">IMY</a>\n'
                '<img src="https://example.com/x.png"><style></style>\n'
            )
        },
        [
            "templates/base.html:1 style= on <p>",
            "templates/base.html:2 onclick= on <b>",
            "templates/base.html:3 inline <script>",
            "templates/base.html:5 <img src=https://example.com/x.png> loads from outside",
            "templates/base.html:5 <style>",
        ],
    ),
    "inline in a mail": (
        unsafe_templates,
        {
            "templates/email/letter.html": (
                '<style></style><p style="color: red" onclick="go()"><img src="//example.com/x">'
            )
        },
        [
            "templates/email/letter.html:1 onclick= on <p>",
            "templates/email/letter.html:1 <img src=//example.com/x> loads from outside",
        ],
    ),
    "outside": (
        outside_addresses,
        {
            "static/css/a.css": '/* https://a.se */ a { background: url("//example.com/x") }',
            "static/js/a.js": "// see https://example.com\nfetch('https://example.com/');\n",
            "static/js/b.js": "const svg = 'http://www.w3.org/2000/svg';\n",
        },
        ['static/css/a.css: url("//', "static/js/a.js: 'https://e"],
    ),
}


@pytest.mark.parametrize("house", BAD_HOUSES)
def test_checker_finds_what_breaks_its_rule(house, tmp_path):
    checker, files, expected = BAD_HOUSES[house]
    for name, source in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    assert checker(tmp_path) == expected


@pytest.mark.parametrize("checker", CHECKERS, ids=lambda checker: checker.__name__)
def test_house_keeps_the_rule(checker):
    assert checker(ROOT) == []


def test_one_wing_may_share(tmp_path):
    urls = tmp_path / "accounts" / "urls.py"
    urls.parent.mkdir()
    urls.write_text("from accounts.views import public\nfrom accounts import choices\n")
    assert broken_floors(tmp_path) == []
