"""Encrypts the second factors anew with the present SECRET_KEY, so that an old one can go."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from django.core.management.base import BaseCommand
from django.db import transaction

ENCRYPTED = ("secret", "seed")


class Command(BaseCommand):
    help = (
        "Encrypt the keys of authenticator apps and recovery codes with the present SECRET_KEY."
        " Run it after changing SECRET_KEY, with the old one in SECRET_KEY_FALLBACKS; then the old"
        " one can be taken away."
    )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        renewed = 0
        for factor in Authenticator.objects.select_for_update():
            names = [name for name in ENCRYPTED if name in factor.data]
            if names:
                factor.data |= {name: encrypt(decrypt(factor.data[name])) for name in names}
                factor.save(update_fields=["data"])
                renewed += 1
        self.stdout.write(f"Encrypted anew: {renewed}")
