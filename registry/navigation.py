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
    links = [
        (_("Accounts"), reverse("accounts:matrix")),
        (_("Coverage"), reverse("accounts:coverage")),
        (_("Platforms"), reverse("accounts:platforms")),
    ]
    counts: dict[str, int] = {}
    user = getattr(request, "user", None)
    if isinstance(user, User):
        links.append((_("Mine"), reverse("accounts:mine")))
        if user.role in OPEN_FOR[Door.OVERSIGHT]:
            links.append((_("Queue"), reverse("accounts:queue")))
            counts[reverse("accounts:queue")] = queue.waiting(viewer_of(user))
            links.append((_("People"), reverse("accounts:people")))
        if user.is_admin:
            links.append((_("Import"), reverse("accounts:imports")))
            links.append((_("Administration"), reverse("admin:index")))
    return [
        {
            "label": label,
            "url": url,
            "current": request.path.startswith(url),
            "count": counts.get(url),
        }
        for label, url in links
    ]


def footer(request: HttpRequest) -> list[dict]:
    links = [
        {"label": _("Accessibility"), "url": reverse("accounts:accessibility")},
        {"label": _("Privacy"), "url": reverse("accounts:privacy")},
        {"label": _("Data"), "url": reverse("accounts:matrix_json")},
    ]
    if settings.MAIL_IS_SHOWN:
        links.append({"label": _("Mailbox of the trial"), "url": reverse("accounts:mailbox")})
    return links
