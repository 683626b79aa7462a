"""Translations without gettext: collects, merges, checks and compiles the message catalogues.

English in the code is the source, so only the other languages have a catalogue. The catalogue is
kept sorted, without line numbers and dates, so that two people's changes seldom meet.

    extract   print every message of the code and the templates
    update    bring the catalogues up to date, keeping what is translated
    merge     update, then take translations from a JSON file: {"message": "translation"},
              ["one", "many"] for a plural, "context\\u0004message" for a message with a context
    compile   write the .mo files that Django reads (only those that are out of date)
    check     fail with a list of what is missing, left over, fuzzy or has other placeholders
"""

import argparse
import ast
import contextlib
import fcntl
import json
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("accounts", "registry", "templates")
CATALOGUES = Path("registry", "locale")
LANGUAGES = ("sv",)
TEMPLATE_ENDINGS = (".html", ".txt", ".xml", ".atom")
CONTEXT_SEPARATOR = "\x04"
TRANSLATORS = re.compile(r"#\s*Translators:?\s*(.+)")

# Which arguments of each function are context, message and plural.
SHAPES: dict[str, tuple[int | None, int, int | None]] = {"_": (None, 0, None)}
for ending in ("", "_lazy", "_noop"):
    SHAPES[f"gettext{ending}"] = (None, 0, None)
    SHAPES[f"pgettext{ending}"] = (0, 1, None)
    SHAPES[f"ngettext{ending}"] = (None, 0, 1)
    SHAPES[f"npgettext{ending}"] = (0, 1, 2)
CALL = re.compile(rf"(?<![\w.])({'|'.join(SHAPES)})\(")

# `%` alone is text; these are what Python's two ways of formatting replace.
PERCENT = re.compile(r"%(?:\((?P<name>\w+)\))?[-#0+]?\d*(?:\.\d+)?[sdifr]")
BRACES = re.compile(r"(?<!\{)\{[\w.!:,]*\}(?!\})")
PLURAL_COUNT = 2

METADATA = {
    "Project-Id-Version": "Kanalregister",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


class MessagesError(Exception):
    """What is wrong with a source or a translation file, in a sentence."""


@dataclass
class Message:
    """One text to translate, and everywhere it is said."""

    text: str
    context: str | None = None
    plural: str | None = None
    files: set[str] = field(default_factory=set)
    comments: set[str] = field(default_factory=set)

    @property
    def key(self) -> tuple[str, str]:
        return (self.text, self.context or "")


def extract(root: Path = ROOT) -> list[Message]:
    """Every message below `root`, sorted; a message said twice is listed once."""
    messages: dict[tuple[str, str], Message] = {}
    for path in _sources(root):
        name = path.relative_to(root).as_posix()
        source = path.read_text(encoding="utf-8")
        found = _from_python(source, name) if path.suffix == ".py" else _from_template(source, name)
        for message in found:
            known = messages.setdefault(message.key, message)
            if known.plural and message.plural and known.plural != message.plural:
                raise MessagesError(f"{name}: {message.text!r} has two plurals")
            known.plural = known.plural or message.plural
            known.files.add(name)
            known.comments |= message.comments
    return sorted(messages.values(), key=lambda message: message.key)


def _sources(root: Path) -> Iterator[Path]:
    for source in SOURCES:
        for path in sorted((root / source).rglob("*")):
            inside = path.relative_to(root / source)
            if "migrations" in inside.parts or "locale" in inside.parts:
                continue
            if path.suffix == ".py" or (
                path.suffix in TEMPLATE_ENDINGS
                and (source == "templates" or "templates" in path.parts)
            ):
                yield path


def _from_python(source: str, name: str) -> Iterator[Message]:
    lines = source.splitlines()
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise MessagesError(f"{name}:{error.lineno}: {error.msg}") from error
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (message := _message(node, name)):
            above = lines[node.lineno - 2] if node.lineno > 1 else ""
            if comment := TRANSLATORS.search(above):
                message.comments.add(comment[1].strip())
            yield message


def _from_template(source: str, name: str) -> Iterator[Message]:
    from django.utils.translation.template import templatize

    try:
        calls = templatize(source, origin=name)
    except SyntaxError as error:
        raise MessagesError(str(error)) from error
    for start in CALL.finditer(calls):
        node = _call_at(calls, start.start(), start.end())
        if node and (message := _message(node, name)):
            yield message


def _call_at(text: str, start: int, inside: int) -> ast.Call | None:
    """The call that begins at `start`: up to the first bracket that makes it valid Python."""
    end = text.find(")", inside)
    while end != -1:
        with contextlib.suppress(SyntaxError):
            node = ast.parse(text[start : end + 1], mode="eval").body
            return node if isinstance(node, ast.Call) else None
        end = text.find(")", end + 1)
    return None


def _message(call: ast.Call, name: str) -> Message | None:
    """The message a call asks for; None when it is another function or its text is a variable."""
    function = call.func
    called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if called not in SHAPES:
        return None
    context, text, plural = (
        None if position is None else _literal(call, position) for position in SHAPES[called]
    )
    if not text:
        if len(call.args) > SHAPES[called][1] and isinstance(
            call.args[SHAPES[called][1]], ast.JoinedStr
        ):
            raise MessagesError(f"{name}:{call.lineno}: an f-string cannot be translated")
        return None
    return Message(text=text, context=context, plural=plural)


def _literal(call: ast.Call, position: int) -> str | None:
    if position >= len(call.args):
        return None
    argument = call.args[position]
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    return None


def catalogue_path(language: str, root: Path = ROOT) -> Path:
    return root / CATALOGUES / language / "LC_MESSAGES" / "django.po"


def update(root: Path = ROOT, translations: dict[str, str | list[str]] | None = None) -> list[str]:
    """Rewrites every catalogue from the sources; gives the offered messages that are nowhere."""
    messages = extract(root)
    unknown: set[str] = set()
    for language in LANGUAGES:
        path = catalogue_path(language, root)
        path.parent.mkdir(parents=True, exist_ok=True)
        with _alone(path):
            old = polib.pofile(str(path)) if path.exists() else polib.POFile()
            known = {
                (entry.msgid, entry.msgctxt or ""): entry for entry in old if not entry.obsolete
            }
            new = polib.POFile(wrapwidth=100)
            new.metadata = METADATA | {"Language": language}
            new.extend(_entry(message, known.get(message.key)) for message in messages)
            unknown |= _translate(new, translations or {})
            _write(path, str(new).rstrip("\n") + "\n")
    return sorted(unknown)


def _entry(message: Message, known: polib.POEntry | None) -> polib.POEntry:
    texts = [message.text, message.plural or ""]
    entry = polib.POEntry(
        msgid=message.text,
        msgctxt=message.context,
        comment="\n".join(sorted(message.comments)),
        occurrences=[(name, "") for name in sorted(message.files)],
        flags=["python-format"] if any(map(PERCENT.search, texts)) else [],
    )
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = dict.fromkeys(range(PLURAL_COUNT), "")
    if known is None:
        return entry
    if known.fuzzy:
        entry.flags.append("fuzzy")
    if message.plural and known.msgid_plural:
        entry.msgstr_plural = dict(known.msgstr_plural)
    elif not message.plural:
        entry.msgstr = known.msgstr
    return entry


def _translate(catalogue: polib.POFile, translations: dict[str, str | list[str]]) -> set[str]:
    entries = {
        f"{entry.msgctxt}{CONTEXT_SEPARATOR}{entry.msgid}" if entry.msgctxt else entry.msgid: entry
        for entry in catalogue
    }
    for key, translation in translations.items():
        entry = entries.get(key)
        if entry is None:
            continue
        if bool(entry.msgid_plural) != isinstance(translation, list):
            raise MessagesError(f"{key!r}: a plural takes [one, many], anything else one text")
        if isinstance(translation, list):
            entry.msgstr_plural = dict(enumerate(translation))
        else:
            entry.msgstr = translation
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    return set(translations) - set(entries)


def compile_catalogues(root: Path = ROOT) -> list[Path]:
    """Writes the .mo files that are missing or older than their .po; gives those it wrote."""
    written = []
    for source in sorted((root / CATALOGUES).glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime_ns <= source.stat().st_mtime_ns:
            _write(target, polib.pofile(str(source)).to_binary())
            written.append(target)
    return written


def problems(root: Path = ROOT) -> list[str]:
    """Everything that keeps the catalogues from being complete, one sentence each."""
    messages = {message.key: message for message in extract(root)}
    return [
        f"{language}: {problem}"
        for language in LANGUAGES
        for problem in _problems_of(catalogue_path(language, root), messages)
    ]


def _problems_of(path: Path, messages: dict[tuple[str, str], Message]) -> Iterator[str]:
    catalogue = polib.pofile(str(path)) if path.exists() else polib.POFile()
    entries = {(entry.msgid, entry.msgctxt or ""): entry for entry in catalogue}
    for key in sorted(messages.keys() - entries.keys()):
        yield f"missing: {_shown(key)} ({', '.join(sorted(messages[key].files))})"
    for key, entry in sorted(entries.items()):
        if entry.obsolete or key not in messages:
            yield f"dead: {_shown(key)}"
        elif (messages[key].plural or "") != entry.msgid_plural:
            yield f"other plural than the source: {_shown(key)}"
        elif entry.fuzzy:
            yield f"fuzzy: {_shown(key)}"
        elif not all(_translations(entry).values()):
            yield f"untranslated: {_shown(key)} ({', '.join(sorted(messages[key].files))})"
        else:
            yield from _placeholder_problems(key, entry)


def _placeholder_problems(key: tuple[str, str], entry: polib.POEntry) -> Iterator[str]:
    plural = entry.msgid_plural or entry.msgid
    for index, translation in _translations(entry).items():
        wanted, given = placeholders(plural), placeholders(translation)
        # "One account" need not repeat the number.
        fits = given <= wanted if index == 0 and entry.msgid_plural else given == wanted
        if not fits:
            yield (
                f"placeholders: {_shown(key)} has {sorted(wanted.elements())}, "
                f"the translation {sorted(given.elements())}"
            )


def _translations(entry: polib.POEntry) -> dict[int, str]:
    if entry.msgid_plural:
        return dict.fromkeys(range(PLURAL_COUNT), "") | entry.msgstr_plural
    return {0: entry.msgstr}


def placeholders(text: str) -> Counter[str]:
    """What formatting will replace in `text`, and how often; named ones count once."""
    text = text.replace("%%", "")
    found = Counter(match[0] for match in PERCENT.finditer(text) if not match["name"])
    found |= Counter({match[0] for match in PERCENT.finditer(text) if match["name"]})
    return found + Counter(set(BRACES.findall(text)))


def _shown(key: tuple[str, str]) -> str:
    text, context = key
    return f"{text!r} [{context}]" if context else repr(text)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One writer at a time: reading, merging and writing back must not interleave."""
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(directory, fcntl.LOCK_EX)
        yield
    finally:
        os.close(directory)


def _write(path: Path, content: str | bytes) -> None:
    """Replaces the file whole, so that no reader sees half of it; leaves an equal one alone."""
    data = content.encode() if isinstance(content, str) else content
    if isinstance(content, str) and path.exists() and path.read_bytes() == data:
        return
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    os.chmod(temporary, 0o644)
    os.replace(temporary, path)


def _read_json(path: Path) -> dict[str, str | list[str]]:
    try:
        translations = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MessagesError(f"{path}: {error}") from error
    if not isinstance(translations, dict):
        raise MessagesError(f"{path}: one JSON object is wanted")
    return translations


def _print_extracted(messages: Iterable[Message]) -> None:
    for message in messages:
        key = (
            f"{message.context}{CONTEXT_SEPARATOR}{message.text}"
            if message.context
            else message.text
        )
        plural = {"plural": message.plural} if message.plural else {}
        print(
            json.dumps({"key": key, **plural, "files": sorted(message.files)}, ensure_ascii=False)
        )


def main(arguments: list[str] | None = None) -> int:
    assert __doc__
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["extract", "update", "merge", "compile", "check"])
    parser.add_argument("file", nargs="?", type=Path, help="the JSON file to merge")
    options = parser.parse_args(arguments)
    if (options.command == "merge") != (options.file is not None):
        parser.error("merge takes a file, the others do not")
    try:
        return _run(options.command, options.file)
    except MessagesError as error:
        print(error, file=sys.stderr)
        return 2


def _run(command: str, file: Path | None) -> int:
    if command == "extract":
        _print_extracted(extract())
        return 0
    if command == "compile":
        for path in compile_catalogues():
            print(f"wrote {path.relative_to(ROOT)}")
        return 0
    if command == "check":
        found = problems()
        print("\n".join(found) or "catalogues: complete")
        return 1 if found else 0
    unknown = update(translations=_read_json(file) if file else None)
    for key in unknown:
        print(f"not in the sources, left out: {key!r}")
    left = problems()
    print(f"catalogues up to date; {len(left)} problems left (see: messages.py check)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
