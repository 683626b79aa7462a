"""Parts of the README that are drawn from the code, between two marks.

<!-- rights -->
…
<!-- /rights -->
"""

from pathlib import Path

README = Path(__file__).resolve().parents[2] / "README.md"


def part(name: str, text: str | None = None) -> str:
    """What stands between the marks of `name`. Raises ValueError when there are none."""
    _before, found, _after = _split(
        name, README.read_text(encoding="utf-8") if text is None else text
    )
    return found.strip("\n")


def write(name: str, content: str) -> bool:
    """Put `content` between the marks; whether that changed anything."""
    text = README.read_text(encoding="utf-8")
    before, _found, after = _split(name, text)
    changed = f"{before}\n{content.strip()}\n{after}"
    if changed == text:
        return False
    README.write_text(changed, encoding="utf-8")
    return True


def _split(name: str, text: str) -> tuple[str, str, str]:
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, _, rest = text.partition(begin)
    found, _, after = rest.partition(end)
    if not rest or not (after or text.endswith(end)):
        raise ValueError(f"README.md has no {begin} … {end}")
    return before + begin, found, end + after
