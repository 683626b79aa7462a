"""Makes the database ready for `make run`: tables, and the demo data the first time.

The demo's sign-ins are kept beside the database, so that every later start can show them again.
"""

import io
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
SIGN_INS = ROOT / "var" / "demo-sign-ins.txt"


def main(address: str) -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
    django.setup()
    if not settings.DEBUG:
        print("The demo is for trying things out: it wants DEBUG=true.", file=sys.stderr)
        return 1
    call_command("migrate", interactive=False, verbosity=0)
    _seed_once()
    print(f"\nKanalregister: {address}\n")
    if SIGN_INS.exists():
        print(SIGN_INS.read_text(encoding="utf-8"))
    if settings.MAIL_IS_SHOWN:
        print(f"Mails are shown instead of sent: {address}demo/mailbox/\n")
    print("Stop with Ctrl-C. The data stays in var/; delete that directory to begin again.")
    return 0


def _seed_once() -> None:
    from accounts.models import Account

    if Account.objects.exists():
        return
    print("Loading the demo data (once) ...", flush=True)
    output = io.StringIO()
    call_command("seed_demo", stdout=output)
    SIGN_INS.parent.mkdir(parents=True, exist_ok=True)
    SIGN_INS.touch(mode=0o600)
    SIGN_INS.write_text(output.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
