"""What is measured on one ground, as multiples of the hello view in the same minutes."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import client, figures
from .client import Answer, Connection, Target, fixed, unseen
from .figures import Bar, Figure
from .grounds import Ground
from .serving import ROOT, Server, served

PRODUCT = "registry.wsgi:application"
READY = "/health/ready"
KINDS = ("csv", "xlsx", "json", "pdf")


@dataclass(frozen=True)
class Effort:
    """How long and how often; `rounds` alternate between the two servers."""

    rounds: int = 5
    hello_seconds: float = 0.05
    page_seconds: float = 0.12
    load_rounds: int = 3
    load_seconds: float = 0.8
    import_rows: int = 10_000


QUICK = Effort(rounds=3, page_seconds=0.06, load_rounds=2, load_seconds=0.4, import_rows=1000)


class ProbeError(RuntimeError):
    """A probe failed; the text carries its last words."""


def probe(ground: Ground, name: str, *arguments: str) -> Any:
    """What a probe found out, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.probes", name, *arguments],
        cwd=ROOT,
        env=ground.env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=900,
    )
    if done.returncode:
        raise ProbeError(done.stderr.strip().splitlines()[-1] if done.stderr else "no words")
    return json.loads(done.stdout.splitlines()[-1])


@dataclass
class Taken:
    """The rounds of one address: the median seconds of each, and how many requests in all."""

    medians: list[float] = field(default_factory=list)
    count: int = 0

    def add(self, seconds: list[float]) -> None:
        self.medians.append(statistics.median(seconds))
        self.count += len(seconds)

    @property
    def median(self) -> float:
        return statistics.median(self.medians)


class Measurer:
    """Measures one ground; everything that fails becomes a figure with a note."""

    def __init__(
        self, ground: Ground, hello: Target, home: Path, effort: Effort, deadline: float
    ) -> None:
        self.ground = ground
        self.hello = hello
        self.home = home
        self.effort = effort
        self.deadline = deadline
        self.figures: list[Figure] = []
        self.hellos: list[float] = []
        self.plans: dict[str, dict[str, Any]] = {}
        self.searches: dict[str, dict[str, Any]] = {}

    def measure(self) -> None:
        """Reads first; the import, which changes the register, is a figure of its own."""
        facts = probe(self.ground, "facts")
        self.searches = facts["searches"]
        with served(PRODUCT, self.ground.env, self.home, READY) as server:
            self._pages(server, facts)
            self._again(server)
        self._queries(facts)
        self._audits()
        self._downloads(facts)
        if self.ground.engine == "postgres":
            self._plans()

    # Pages

    def _pages(self, server: Server, facts: dict[str, Any]) -> None:
        self._page(server, "matrix, first time", "/accounts/", Bar(35))
        for name, found in facts["searches"].items():
            query = found["q"]
            self._page(
                server, f"search, {name}", f"/accounts/?q={query}", Bar(45), f"{found['hits']} hits"
            )
        self._page(server, "account page", f"/accounts/{facts['slug']}/", Bar(25))
        self._page(server, "verify by page", f"/search/?q={facts['address']}", Bar(30))
        self._page(server, "coverage", "/coverage/", Bar(40))
        self._page(server, "start page", "/", Bar(35))
        self._page(server, "API list", "/api/v1/accounts", Bar(14), optional=True)
        address = f"/api/v1/verify?q={facts['address']}"
        self._page(server, "verify by API", address, Bar(4.5), optional=True)
        for sort, token in facts["deep"].items():
            self._deep(server, sort, token)

    def _page(
        self,
        server: Server,
        name: str,
        path: str,
        bar: Bar,
        note: str = "",
        *,
        optional: bool = False,
    ) -> None:
        """A page that no cache has seen."""
        target = Target(server.port, unseen(path))

        def ratio() -> Figure:
            if optional:
                with Connection(server.port) as connection:
                    if connection.get(path).status == 404:
                        return Figure(name, None, bar, "not there")
            client.warm_up(target)
            computed = -server.processor_seconds()
            hello, page, times = self._alternate(self.hello, target)
            computed += server.processor_seconds()
            details = {"ms": page.median * 1000, "hello_ms": hello.median * 1000}
            details["worker_ms"] = computed / page.count * 1000
            text = f"{details['ms']:.1f} ms, worker {details['worker_ms']:.1f} ms"
            return Figure(name, times, bar, f"{text}, {note}" if note else text, details)

        self._try(name, bar, ratio)

    def _deep(self, server: Server, sort: str, token: str) -> None:
        """A page far down the list against the first one in the same order."""
        name = f"deep page, by {sort} / first"
        bar = Bar(1.5)
        first = Target(server.port, unseen(f"/accounts/?sort={sort}"))
        deep = Target(server.port, unseen(f"/accounts/?sort={sort}&page={token}"))

        def ratio() -> Figure:
            client.warm_up(first)
            client.warm_up(deep)
            first_seconds, deep_seconds, times = self._alternate(first, deep)
            details = {
                "first_ms": first_seconds.median * 1000,
                "deep_ms": deep_seconds.median * 1000,
            }
            return Figure(name, times, bar, f"{details['deep_ms']:.1f} ms", details)

        self._try(name, bar, ratio)

    def _alternate(self, base: Target, page: Target) -> tuple[Taken, Taken, float]:
        """What either took, and the median of the rounds' ratios."""
        bases, pages = Taken(), Taken()
        for _round in range(self.effort.rounds):
            seconds = self.effort.hello_seconds if base is self.hello else self.effort.page_seconds
            bases.add(client.latencies(base, seconds))
            pages.add(client.latencies(page, self.effort.page_seconds))
        if base is self.hello:
            self.hellos += bases.medians
        ratios = [page / base for page, base in zip(pages.medians, bases.medians, strict=True)]
        return bases, pages, statistics.median(ratios)

    def _again(self, server: Server) -> None:
        """Requests a second over five connections: anew, from the page cache, revalidated."""
        path = "/accounts/"
        rates: dict[str, list[float]] = {}

        def rate() -> Iterator[Figure]:
            with Connection(server.port) as connection:
                etag = connection.get(path).header("ETag")
            targets = {
                "hello": self.hello,
                "anew": Target(server.port, unseen(path)),
                "again": Target(server.port, fixed(path)),
                "304": Target(server.port, fixed(path), 304, etag),
            }
            client.warm_up(targets["again"])
            for _round in range(self.effort.load_rounds):
                for name, target in targets.items():
                    found = client.throughput(target, self.effort.load_seconds)
                    rates.setdefault(name, []).append(found)
            for name, label, bar in (
                ("anew", "matrix, first time, requests/s", Bar(None)),
                ("again", "matrix again, requests/s", Bar(1 / 3, at_least=True)),
                ("304", "matrix again, 304, requests/s", Bar(1 / 2, at_least=True)),
            ):
                shares = [a / b for a, b in zip(rates[name], rates["hello"], strict=True)]
                details = {
                    "per_second": statistics.median(rates[name]),
                    "hello_per_second": statistics.median(rates["hello"]),
                }
                yield Figure(label, statistics.median(shares), bar, "", details)

        self._try_all("matrix again, requests/s", Bar(1 / 3, at_least=True), rate)

    def _queries(self, facts: dict[str, Any]) -> None:
        bar = Bar(8, "queries")
        pages = {
            "matrix": "/accounts/",
            "matrix, deep": f"/accounts/?page={facts['deep']['name']}",
            **{f"search, {n}": f"/accounts/?q={f['q']}" for n, f in facts["searches"].items()},
            "account page": f"/accounts/{facts['slug']}/",
            "verify by page": f"/search/?q={facts['address']}",
            "coverage": "/coverage/",
            "start page": "/",
        }

        def counts() -> Iterator[Figure]:
            found = probe(self.ground, "queries", json.dumps(list(pages.values())))
            for name, path in pages.items():
                first, later = found[path]
                yield Figure(f"queries, {name}", first, bar, f"then {later}", {"later": later})

        self._try_all("queries", bar, counts)

    # Audits

    def _audits(self) -> None:
        """What the overview and a rule's list cost without their pages."""
        bars = {"count": (Bar(2500), 12), "kept": (Bar(50), 12), "list": (Bar(400), 8)}

        def work() -> Iterator[Figure]:
            found = probe(self.ground, "audits")
            client.warm_up(self.hello)
            hello = client.latency(self.hello, 0.3)
            for name, (bar, most) in bars.items():
                seconds = found[name]["seconds"]
                text = f"{seconds * 1000:.0f} ms"
                yield Figure(f"audits, {name}", seconds / hello, bar, text, found[name])
                queries = found[name]["queries"]
                yield Figure(f"queries, audits, {name}", queries, Bar(most, "queries"))

        self._try_all("audits", Bar(None), work)

    # Downloads

    def _downloads(self, facts: dict[str, Any]) -> None:
        for kind in KINDS:
            query = f"?{facts['pdf_query']}" if kind == "pdf" and facts["pdf_query"] else ""
            path = f"/accounts/matrix.{kind}{query}"

            def work(kind: str = kind, path: str = path) -> Iterator[Figure]:
                yield from self._download(kind, path, facts["official"])

            self._try_all(f"{kind.upper()}", Bar(None), work)

    def _download(self, kind: str, path: str, rows: int) -> Iterator[Figure]:
        """One download from a server that has done nothing else, against its yardstick in turn."""
        turns = 2 if rows > 20_000 else 3
        answers: list[Answer] = []
        beside: list[float] = []
        helpers: list[float] = []
        yardstick = {"csv": "copy_csv", "xlsx": "openpyxl_alone"}.get(kind)
        with served(PRODUCT, self.ground.env, self.home, READY) as server:
            client.warm_up(Target(server.port, fixed("/accounts/")))
            for _turn in range(turns):
                with Connection(server.port) as connection, server.helpers_watched() as seen:
                    answers.append(connection.get(path))
                helpers += seen
                if answers[-1].status != 200:
                    raise client.ClientError(f"{path} answered {answers[-1].status}")
                if yardstick:
                    beside += probe(self.ground, yardstick, "1")
            memory = server.peak_memory()
            if memory is not None:
                memory += max(helpers, default=0.0)
            client.warm_up(self.hello)
            hello = client.latency(self.hello, 0.3)
        name = kind.upper()
        first = statistics.median(answer.first for answer in answers)
        total = statistics.median(answer.total for answer in answers)
        details: dict[str, Any] = {"first_ms": first * 1000, "total_s": total}
        details |= {"rows": rows, "bytes": answers[-1].size}
        text = f"{total:.2f} s"
        if kind == "pdf":
            yield Figure(f"{name}, total", total / hello, _hellos(1.5), text, details)
            yield Figure(f"{name}, memory", memory, Bar(350, "MB"))
            return
        limit = {"csv": 0.1}.get(kind)
        yield Figure(
            f"{name}, first byte",
            first / hello,
            _hellos(limit),
            f"{first * 1000:.0f} ms",
        )
        yield Figure(f"{name}, total", total / hello, Bar(None), text, details)
        if kind == "csv":
            peer = figures.NETBOX_CSV_ROW / (total / hello / rows)
            yield Figure("CSV, × NetBox's rows/s", peer, Bar(20, at_least=True))
            share = total / statistics.median(beside)
            note = f"{statistics.median(beside):.2f} s"
            yield Figure("CSV / plain copy", share, Bar(3), note, {"plain_s": beside})
        if kind == "xlsx":
            share = total / statistics.median(beside)
            note = f"{statistics.median(beside):.2f} s"
            yield Figure("XLSX / openpyxl alone", share, Bar(1.3), note, {"alone_s": beside})
        limits = {"csv": 120.0, "xlsx": 150.0}
        yield Figure(f"{name}, memory", memory, Bar(limits.get(kind), "MB"))

    # The planner

    def _plans(self) -> None:
        terms = {name: found["q"] for name, found in self.searches.items()}

        def plans() -> Iterator[Figure]:
            self.plans = probe(self.ground, "explain", json.dumps(terms))
            for name in ("rare", "medium"):
                used = 1.0 if self.plans[name]["indexed"] else 0.0
                # A small table is read faster than its index, and the planner knows.
                bar = Bar(1 if self.ground.size >= 100_000 else None, "uses", at_least=True)
                yield Figure(f"index used, {name}", used, bar)

        self._try_all("index used", Bar(1, "uses", at_least=True), plans)

    # The way in

    def measure_import(self) -> None:
        """Changes the register: call it when nothing else is to be read."""
        bar = Bar(10, at_least=True)
        name = "import, × NetBox's rows/s"

        def work() -> Iterator[Figure]:
            file = self.home / "import.xlsx"
            rows = probe(self.ground, "workbook", str(file), str(self.effort.import_rows))
            client.warm_up(self.hello)
            hello = client.latency(self.hello, 0.3)
            seconds, memory, said = self._import(file)
            summary = dict(part.split("=") for part in said.split() if "=" in part)
            if int(summary.get("accepted", 0)) < rows:
                raise ProbeError(f"Not every row was taken: {said.strip()[-200:]}")
            per_row = seconds / hello / rows
            note = f"{rows / seconds:.0f} rows/s"
            details = {"seconds": seconds, "rows": rows, "summary": summary}
            yield Figure(name, figures.NETBOX_IMPORT_ROW / per_row, bar, note, details)
            yield Figure("import, memory", memory, Bar(250, "MB"))

        self._try_all(name, bar, work)

    def _import(self, file: Path) -> tuple[float, float, str]:
        """Seconds, megabytes at most, and what the command said."""
        output = self.home / "import.txt"
        begun = time.perf_counter()
        with output.open("wb") as said:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "import_accounts", str(file)],
                cwd=ROOT,
                env=self.ground.env,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
            try:
                _pid, status, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
            except BaseException:
                process.kill()
                raise
        seconds = time.perf_counter() - begun
        text = output.read_text(errors="replace")
        if process.returncode not in (0, 1) or "accepted=" not in text:
            raise ProbeError(f"import_accounts failed: {text.strip()[-300:]}")
        return seconds, usage.ru_maxrss / 1024, text

    # What goes wrong

    def _try(self, name: str, bar: Bar, work: Callable[[], Figure]) -> None:
        self._try_all(name, bar, lambda: iter([work()]))

    def _try_all(self, name: str, bar: Bar, work: Callable[[], Iterator[Figure]]) -> None:
        """Keeps what `work` finds out; a fault or the end of the time becomes a note."""
        if time.monotonic() > self.deadline:
            self.figures.append(Figure(name, None, bar, "out of time"))
            return
        try:
            for figure in work():
                self.figures.append(figure)
        except (RuntimeError, OSError, EOFError, subprocess.TimeoutExpired) as fault:
            words = str(fault).strip().splitlines() or [type(fault).__name__]
            self.figures.append(Figure(name, None, bar, f"failed: {words[-1][:160]}"))


def _hellos(seconds: float | None) -> Bar:
    return Bar(figures.in_hellos(seconds) if seconds is not None else None)
