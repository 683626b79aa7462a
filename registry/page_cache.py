"""Public pages are worked out once per revision of the register, and revalidated for nothing.

Somebody without a session gets the page that the same address gave anybody else since the last
change: the revision's token is part of the key and of the strong ETag, so any write makes both
stale at once, in every process, without anything being thrown away. Signed-in people are never
served from here, nor is anything kept that they were shown.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.timezone import localdate

from accounts.domain import history

PREFIXES = ("/accounts/", "/units/", "/coverage/", "/platforms/", "/about/", "/search/")
LONGEST = 300
KEPT_HEADERS = ("Content-Type", "Content-Language", "Content-Security-Policy", "X-Frame-Options",
                "Cross-Origin-Resource-Policy", "Permissions-Policy", "HX-Push-Url")  # fmt: skip


def build() -> str:
    """Changes with the code and texts that draw pages; the same in every process of a release."""
    places = [settings.BASE_DIR / name for name in ("templates", "accounts", "registry", "static")]
    files = (file for place in places for file in place.rglob("*") if file.suffix != ".pyc")
    return str(max((file.stat().st_mtime_ns for file in files if file.is_file()), default=0))


def is_page(path: str) -> bool:
    """Whether this address is a public page; downloads stream and are not kept."""
    bare = path.removeprefix("/en") if path.startswith("/en/") else path
    if Path(bare).suffix:
        return False
    return bare == "/" or bare.startswith(PREFIXES)


class PageCacheMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.build = build()
        self.pages = caches["pages"]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.may_keep(request):
            return self.get_response(request)
        revision = history.current_revision()
        request._revision = revision  # type: ignore[attr-defined]  # views.helpers reads it
        key = self.key(request, revision)
        etag = f'"{key}"'
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            return self.label(HttpResponseNotModified(), etag)
        kept = self.pages.get(key)
        if kept is None:
            response = self.get_response(request)
            if response.status_code != 200 or response.streaming or response.cookies:
                return response
            headers = {name: response[name] for name in KEPT_HEADERS if name in response}
            self.pages.set(key, (response.content, headers))
            return self.label(response, etag)
        content, headers = kept
        return self.label(HttpResponse(content, headers=headers), etag)

    def may_keep(self, request: HttpRequest) -> bool:
        return (
            request.method in ("GET", "HEAD")
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and "messages" not in request.COOKIES
            and is_page(request.path_info)
            and len(request.META.get("QUERY_STRING", "")) <= LONGEST
            and self.is_asked_by_our_name(request)
        )

    @staticmethod
    def is_asked_by_our_name(request: HttpRequest) -> bool:
        """Another host's name is refused further in, where it would never come past this cache."""
        try:
            request.get_host()
        except DisallowedHost:
            return False
        return True

    def key(self, request: HttpRequest, revision: str) -> str:
        parts = (
            self.build,
            revision,
            localdate().isoformat(),
            request.headers.get("HX-Request", ""),
            request.headers.get("HX-Boosted", ""),
            request.headers.get("HX-History-Restore-Request", ""),
            request.get_full_path(),
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]

    @staticmethod
    def label(response: HttpResponse, etag: str) -> HttpResponse:
        response["ETag"] = etag
        response["Cache-Control"] = "no-cache"
        patch_vary_headers(response, ("Cookie", "HX-Request", "HX-Boosted"))
        return response
