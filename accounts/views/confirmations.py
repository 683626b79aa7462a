"""Saying what one saw of an account's two-step, and one's own gaps as a list of what to do."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..domain import two_factor
from ..domain.access.actions import Action
from ..domain.access.doors import Door
from ..domain.audits import Rule, findings
from ..exceptions import RegisterError
from ..forms.audits import ConfirmForm
from ..models import Account
from .doors import door
from .helpers import viewer
from .steps import own_account, user_of


@door(Door.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    account = own_account(request, slug, Action.CONFIRM_TWO_STEP)
    form = ConfirmForm(
        request.POST or None, platform=account.platform, initial={"seen_on": localdate()}
    )
    if request.method == "POST" and form.is_valid() and _confirmed(request, account, form):
        return redirect(account)
    context = {
        "account": account,
        "form": form,
        "now": two_factor.state_on(
            getattr(account, "security", None),
            localdate(),
            is_offered=bool(account.platform.two_step_methods),
        ),
        "is_through_people": account.platform_id in THROUGH_PEOPLE,
    }
    return render(request, "audits/confirm.html", context)


THROUGH_PEOPLE = ("facebook", "linkedin")
"""Where people sign in with accounts of their own."""


def _confirmed(request: HttpRequest, account: Account, form: ConfirmForm) -> bool:
    try:
        two_factor.confirm(
            account=account,
            state=form.state,
            method=form.method,
            seen_on=form.cleaned_data["seen_on"],
            by=user_of(request),
        )
    except RegisterError as refused:
        form.add_error("seen", str(refused))
        return False
    messages.success(request, _("Thank you. It is noted with your name and the day."))
    return True


@door(Door.WRITERS)
@require_safe
def own_findings(request: HttpRequest) -> HttpResponse:
    tasks = [
        {
            "rule": task.rule,
            "accounts": [
                {"account": account, "url": mend_address(task.rule, account)}
                for account in task.accounts
            ],
        }
        for task in findings.tasks(viewer(request), localdate())
    ]
    return render(request, "audits/own.html", {"tasks": tasks})


def mend_address(rule: Rule, account: Account) -> str:
    """Where this gap is mended; the account's own page where no form does it."""
    try:
        if rule.step:
            return reverse("accounts:edit_step", args=[account.slug, rule.step])
        if rule.mend:
            return reverse(f"accounts:{rule.mend}", args=[account.slug])
    except NoReverseMatch:
        pass
    return account.get_absolute_url()
