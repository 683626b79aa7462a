"""Static files as they leave collectstatic: hashed names, compressed, and one style sheet.

While developing, css/main.css imports its parts. Over a network those forty small files cost a
first visit about a second, so here each part is put into it, in its layer.
"""

import re
from collections.abc import Iterator
from posixpath import dirname, join
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

MAIN = "css/main.css"
IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>\w+)\) ?(?P<media>[^;]*);')


class Storage(CompressedManifestStaticFilesStorage):
    # Our own modules import each other by their hashed names; other packages' are left alone, for
    # some of them import names that only a bundler understands.
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        if MAIN in paths and not dry_run:
            self.delete(MAIN)
            self._save(MAIN, ContentFile(whole_sheet(paths).encode()))
            paths[MAIN] = (self, MAIN)
        yield from super().post_process(paths, dry_run, **options)


def whole_sheet(paths: dict[str, Any]) -> str:
    """main.css with the text of its parts in place of the imports."""

    def part(found: re.Match[str]) -> str:
        layer = f"@layer {found['layer']} {{\n{text(paths, join(dirname(MAIN), found['path']))}}}"
        return f"@media {found['media']} {{\n{layer}\n}}" if found["media"] else layer

    return IMPORT.sub(part, text(paths, MAIN))


def text(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
