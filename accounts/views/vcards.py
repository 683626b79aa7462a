"""The contact card of an account, as a file for a telephone or a mail program."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ..domain.access.doors import Door
from ..domain.access.visibility import FieldClass, accounts_for, classes_for
from ..exports import vcards
from . import account_people
from .doors import door
from .helpers import viewer


@door(Door.PUBLIC)
@require_safe
def vcard(request: HttpRequest, slug: str) -> HttpResponse:
    who = viewer(request)
    account = accounts_for(who).filter(slug=slug).select_related("platform", "unit").first()
    if account is None:
        raise Http404
    classes = classes_for(who, account)
    contacts = account_people.contacts_of(account) if FieldClass.CONTACT in classes else []
    cards = account_people.cards(account, contacts, classes)
    if not cards:
        raise Http404
    response = HttpResponse(vcards.serialize(cards), content_type=vcards.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{account.slug}.vcf"'
    response["X-Robots-Tag"] = "noindex"
    return response
