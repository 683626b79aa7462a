"""The links at the top and at the foot of every page, by who is looking."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.domain import queue
from accounts.domain.access.doors import OPEN_FOR, Door
from accounts.domain.access.viewer import viewer_of
from accounts.models import User


def navigation(request: HttpRequest) -> list[dict]:
    """The line under the header: where everybody goes, and what waits for whoever is looking."""
    links: list[tuple[str, str, int | None]] = [
        (_("Accounts"), reverse("accounts:matrix"), None),
        (_("Coverage"), reverse("accounts:coverage"), None),
        (_("Platforms"), reverse("accounts:platforms"), None),
    ]
    user = getattr(request, "user", None)
    if isinstance(user, User):
        links.append((_("Mine"), reverse("accounts:mine"), None))
        if user.role in OPEN_FOR[Door.OVERSIGHT]:
            links.append((_("Audits"), reverse("accounts:audits"), None))
            waiting = queue.waiting(viewer_of(user))
            links.append((_("Queue"), reverse("accounts:queue"), waiting))
    return [
        {"label": label, "url": url, "current": request.path.startswith(url), "count": count}
        for label, url, count in links
    ]


def tools(request: HttpRequest) -> list[dict]:
    """In the user's menu: what those who oversee and care for the register open now and then."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or user.role not in OPEN_FOR[Door.OVERSIGHT]:
        return []
    links = [
        (_("People"), reverse("accounts:people")),
        (_("History"), reverse("accounts:history")),
    ]
    if user.is_admin:
        links += [
            (_("Mail"), reverse("accounts:mails")),
            (_("Import"), reverse("accounts:imports")),
            (_("Administration"), reverse("admin:index")),
        ]
    return [{"label": label, "url": url} for label, url in links]


def footer(request: HttpRequest) -> list[dict]:
    links = [
        {"label": _("Accessibility"), "url": reverse("accounts:accessibility")},
        {"label": _("Privacy"), "url": reverse("accounts:privacy")},
        {"label": _("Data"), "url": reverse("accounts:matrix_json")},
    ]
    if settings.MAIL_IS_SHOWN:
        links.append({"label": _("Mailbox of the trial"), "url": reverse("accounts:mailbox")})
    return links
