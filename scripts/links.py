"""Fails when a Markdown file points at a file or a heading that does not exist in the project.

Only what lies inside the checkout is looked at; addresses on the web are not asked for.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = {".git", ".venv", "node_modules", "staticfiles", "var"}
FENCE = re.compile(r"^(```|~~~).*?^\1\s*?$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
INLINE = re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+[\"'(][^)]*)?\s*\)")
REFERENCE = re.compile(r"^\s{0,3}\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)", re.MULTILINE)
HTML = re.compile(r"<(?:a|img)\b[^>]*?\b(?:href|src)=\"([^\"]+)\"")
ANCHOR = re.compile(r"<[^>]+\b(?:id|name)=\"([^\"]+)\"")
OUTSIDE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


def dead_links(root: Path = ROOT) -> list[str]:
    """One sentence for every link that leads nowhere."""
    return [problem for path in documents(root) for problem in _dead_in(path, root)]


def documents(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*.md")):
        if not SKIPPED.intersection(path.relative_to(root).parts):
            yield path


def _dead_in(path: Path, root: Path) -> Iterator[str]:
    text = CODE.sub("", FENCE.sub("", path.read_text(encoding="utf-8")))
    links = [link for pattern in (INLINE, REFERENCE, HTML) for link in pattern.findall(text)]
    for link in links:
        if OUTSIDE.match(link):
            continue
        name, _, anchor = unquote(link).partition("#")
        start = root if name.startswith("/") else path.parent
        target = (start / name.lstrip("/")).resolve() if name else path
        shown = f"{path.relative_to(root)}: {link}"
        if not target.is_relative_to(root.resolve()):
            yield f"{shown} leads outside the project"
        elif not target.exists():
            yield f"{shown} does not exist"
        elif anchor and target.suffix == ".md" and anchor not in anchors(target):
            yield f"{shown} has no such heading"


def anchors(path: Path) -> set[str]:
    """The names of the headings of a Markdown file, as GitHub and Forgejo make them."""
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    found = set(ANCHOR.findall(text))
    for heading in HEADING.findall(text):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
        slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        number = 1
        unique = slug
        while unique in found:
            unique = f"{slug}-{number}"
            number += 1
        found.add(unique)
    return found


def main() -> int:
    found = dead_links()
    print("\n".join(found) or "links: all lead somewhere")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
