"""The mail page of admins, and the mailbox of a trial where mails are shown instead of sent.

Staff see a mail without what opens pages by itself; the mailbox of a trial shows it as its reader
would get it. HTML comes in a frame of its own, under a policy of its own that runs nothing.
"""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..choices import NoticeState
from ..domain import outbox, pages
from ..domain.access.doors import Door
from ..exceptions import Overtaken
from ..forms.mail import FindMailForm
from ..models import Notice
from .doors import door
from .helpers import address_with

SHOWN = 100
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'self'; sandbox"
)
MAY_LEAVE = " allow-top-navigation-by-user-activation"
with_frame = csp_update({"frame-src": [SELF]})


def framed(html: str, sandbox: str = "") -> HttpResponse:
    """HTML for a frame on one of our pages: it loads and runs nothing, and stands nowhere else."""
    headers = {
        "Content-Security-Policy": LETTER_POLICY + sandbox,
        "X-Frame-Options": "SAMEORIGIN",
    }
    return HttpResponse(html, headers=headers)


@door(Door.ADMINS)
@require_http_methods(["GET", "HEAD", "POST"])
def mails(request: HttpRequest) -> HttpResponse:
    form = FindMailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return found(request, outbox.to_address(form.cleaned_data["email"]))
    state = request.GET.get("state", "")
    state = state if state in NoticeState.values else ""
    like = _like(request.GET.get("like", ""))
    page = pages.page(
        outbox.notices(state, like), moment="created_at", token=request.GET.get("page", "")
    )
    context = {
        "form": form,
        "tabs": tabs(request, state),
        "mails": page.rows,
        "like": like,
        "all_url": address_with(request.path, request.GET, like=None, page=None),
        "pager": pager(request, page),
        "is_shown": settings.MAIL_IS_SHOWN,
    }
    return render(request, "staff/mails.html", context)


def found(request: HttpRequest, newest: Notice | None) -> HttpResponse:
    """To the mails of the address that was asked for, named by the number of one of them."""
    if newest is None:
        messages.info(request, _("No mail has been written to this address."))
        return redirect("accounts:mails")
    return redirect(f"{reverse('accounts:mails')}?like={newest.pk}")


def _like(number: str) -> Notice | None:
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return Notice.objects.exclude(email="").filter(pk=int(number)).first()


def tabs(request: HttpRequest, state: str) -> list[dict[str, Any]]:
    counts = outbox.counts()
    labels = {"": _("All"), **{choice.value: choice.label for choice in NoticeState}}
    return [
        {
            "label": label,
            "count": counts.get(code),
            "more": counts.get(code) == outbox.COUNTED_TO,
            "is_bad": code == NoticeState.FAILED and counts[code],
            "url": address_with(request.path, request.GET, state=code, page=None),
            "current": code == state,
        }
        for code, label in labels.items()
    ]


def pager(request: HttpRequest, page: pages.KeyPage) -> dict[str, str]:
    path, query = request.path, request.GET
    return {
        "first_url": address_with(path, query, page=None) if page.newer else "",
        "previous_url": address_with(path, query, page=page.newer) if page.newer else "",
        "next_url": address_with(path, query, page=page.older) if page.older else "",
    }


@door(Door.ADMINS)
@require_safe
@with_frame  # type: ignore[arg-type]
def one_mail(request: HttpRequest, pk: int) -> HttpResponse:
    notice = get_object_or_404(Notice.objects.select_related("account", "user", "person"), pk=pk)
    context = {
        "mail": notice,
        "is_secret": notice.kind in outbox.SECRET_KINDS,
        "text": outbox.without_keys(notice.text) if outbox.readable(notice) else "",
        "letter_url": reverse("accounts:mail_letter", args=[pk]),
        "can_resend": notice.state == NoticeState.FAILED and bool(notice.text),
        "can_give_up": notice.state == NoticeState.WAITING,
    }
    return render(request, "staff/mail.html", context)


@door(Door.ADMINS)
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML of a mail, for the frame on its page."""
    notice = get_object_or_404(Notice, pk=pk)
    if not outbox.readable(notice) or not notice.html:
        raise Http404
    return framed(outbox.without_keys(notice.html))


@door(Door.ADMINS)
@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    notice = get_object_or_404(Notice, pk=pk)
    try:
        outbox.resend(notice=notice, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The mail is sent again within a moment."))
    except Overtaken as error:
        messages.info(request, str(error))
    return redirect("accounts:mail", pk=pk)


@door(Door.ADMINS)
@require_POST
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    notice = get_object_or_404(Notice, pk=pk)
    try:
        outbox.give_up(notice=notice, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The mail is not sent. You can send it again from here."))
    except Overtaken as error:
        messages.info(request, str(error))
    return redirect("accounts:mail", pk=pk)


def shown_or_404() -> None:
    if not settings.MAIL_IS_SHOWN:
        raise Http404


@door(Door.PUBLIC)
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    shown_or_404()
    return render(request, "public/mailbox.html", {"mails": outbox.notices()[:SHOWN]})


@door(Door.PUBLIC)
@require_safe
@with_frame  # type: ignore[arg-type]
def mailbox_mail(request: HttpRequest, pk: int) -> HttpResponse:
    shown_or_404()
    notice = get_object_or_404(Notice, pk=pk)
    letter_url = reverse("accounts:mailbox_letter", args=[pk])
    return render(request, "public/mailbox_mail.html", {"mail": notice, "letter_url": letter_url})


@door(Door.PUBLIC)
@require_safe
def mailbox_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML of a mail as its reader gets it; its links open in place of the whole page."""
    shown_or_404()
    html = get_object_or_404(Notice, pk=pk).html
    return framed(html.replace("<head>", '<head><base target="_top">', 1), MAY_LEAVE)
