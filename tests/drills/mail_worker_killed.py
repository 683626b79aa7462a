"""Workers are killed (SIGKILL) while they send: nothing is lost, and at most one double a kill."""

from tests.drills.ground import ground, wait_until
from tests.drills.mail import judge, let_claims_run_out, sent, write
from tests.mail_server import MailServer

MAILS = 300
KILLS = 8


def main() -> None:
    server = MailServer()
    with (
        server.running(),
        ground("Mail worker killed", EMAIL_URL=f"smtp://127.0.0.1:{server.port}") as drill,
    ):
        written = write(MAILS)
        held = 0
        for kill in range(1, KILLS + 1):
            worker = drill.start("work")
            target = kill * MAILS // (KILLS + 2)
            wait_until(lambda target=target: len(server.received) >= target)
            worker.kill()
            worker.wait()
            held += let_claims_run_out()
        worker = drill.start("work")
        drill.holds("the last worker sends the rest", wait_until(lambda: sent() == MAILS))
        worker.terminate()
        worker.wait(timeout=30)
        print(f"  kills={KILLS} mails in hand when killed={held}")
        judge(drill, server, written, doubles=KILLS)


if __name__ == "__main__":
    main()
