"""The mail server is down while 500 mails are written, comes up, and gets each of them once."""

from tests.drills.ground import ground, wait_until
from tests.drills.mail import judge, let_waits_run_out, sent, write
from tests.mail_server import MailServer

MAILS = 500


def main() -> None:
    server = MailServer()
    address = f"smtp://127.0.0.1:{server.port}"
    with ground("Mail server down", EMAIL_URL=address) as drill:
        from accounts.domain import sending
        from accounts.models import Notice

        written = write(MAILS)
        outcome = sending.run()
        drill.holds("with the server down nothing is sent", outcome.sent == 0)
        drill.holds("all of them wait", sending.waiting() == MAILS)
        drill.holds(
            "nobody has lost an attempt", not Notice.objects.filter(attempts__gt=0).exists()
        )
        let_waits_run_out()
        with server.running():
            worker = drill.start("work")
            drill.holds("all of them leave", wait_until(lambda: sent() == MAILS))
            worker.terminate()
            drill.holds("a worker told to stop ends with 0", worker.wait(timeout=30) == 0)
        judge(drill, server, written)


if __name__ == "__main__":
    main()
