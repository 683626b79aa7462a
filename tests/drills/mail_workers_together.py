"""Four workers send from the same outbox at the same time: every mail leaves once."""

from tests.drills.ground import ground, wait_until
from tests.drills.mail import judge, sent, write
from tests.mail_server import MailServer

MAILS = 500
WORKERS = 4


def main() -> None:
    server = MailServer()
    with (
        server.running(),
        ground("Mail workers together", EMAIL_URL=f"smtp://127.0.0.1:{server.port}") as drill,
    ):
        written = write(MAILS)
        workers = [drill.start("work") for _ in range(WORKERS)]
        drill.holds("all of them leave", wait_until(lambda: sent() == MAILS))
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait(timeout=30)
        drill.holds("more than one worker took part", server.connections > 1)
        judge(drill, server, written)


if __name__ == "__main__":
    main()
