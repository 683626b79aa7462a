"""The pages around the second factor that the sign-in library does not have."""

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import remove_webauthn
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User

from .mfa import HEADED_FOR, has_second_factor, is_enrolled, may_remove
from .mfa_adapter import are_passkeys_possible


@require_safe
def required(request: HttpRequest) -> HttpResponse:
    """Which second step to set up, for somebody whose role needs one."""
    if not isinstance(request.user, User) or has_second_factor(request):
        return redirect("mfa_continue")
    if is_enrolled(request.user):
        return redirect("mfa_reauthenticate")
    return render(request, "mfa/required.html", {"passkeys": are_passkeys_possible()})


@require_safe
def go_on(request: HttpRequest) -> HttpResponse:
    """From setting the second step up to where somebody was headed before."""
    return redirect(request.session.pop(HEADED_FOR, None) or "accounts:mine")


def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Removing a passkey; the last second step of somebody who needs one stays."""
    own = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN)
    if not may_remove(get_object_or_404(own, pk=pk)):
        messages.warning(request, _("Your role needs a second step. Add another one first."))
        return redirect("mfa_index")
    response: HttpResponse = remove_webauthn(request, pk=pk)
    return response


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one other device out."""
    with transaction.atomic():
        session = get_object_or_404(
            UserSession.objects.exclude(session_key=request.session.session_key),
            pk=pk,
            user_id=request.user.pk,
        )
        session.end()
    messages.success(request, _("That session has ended."))
    return redirect("usersessions_list")
