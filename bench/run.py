"""Measures the register against a bare Django view, on both engines and at several sizes.

Every figure is a ratio taken in this run: the hello view and the page are asked in turn, and the
medians are compared, so that the machine's own speed drops out. Both are served by gunicorn with
two workers of three threads, loaded before they fork.

The page cache keeps a page by its whole address. A page is therefore measured "first time" with a
value in its address that the views ignore and that is new with every request; "again" is the same
address twice.

    make bench                                  all sizes, both engines, under fifteen minutes
    bench/run.py --quick                        1k and 10k, short rounds
    bench/run.py --accounts 1000000             one size, whatever it takes
    bench/run.py --sizes 1k,100k --engines postgres
    bench/run.py --database postgres:///register
                                                a register that is there already; only read
"""

import argparse
import contextlib
import dataclasses
import os
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

from bench import grounds, measuring, report  # noqa: E402
from bench.client import Target, fixed, warm_up  # noqa: E402
from bench.figures import Figure  # noqa: E402
from bench.serving import served  # noqa: E402

SIZES = "1k,10k,100k"
MINUTES = 14.0
LETTERS = {"k": 1000, "m": 1_000_000}


def number(text: str) -> int:
    """`10k` or `10000` as a number."""
    text = text.strip().lower()
    if text and text[-1] in LETTERS:
        return int(text[:-1]) * LETTERS[text[-1]]
    return int(text)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").split("\n", 1)[0],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--sizes", help=f"accounts, with commas between (default {SIZES})")
    parser.add_argument("--accounts", type=number, help="one size, without a limit of time")
    parser.add_argument("--database", metavar="URL", help="measure this database, do not make one")
    parser.add_argument("--engines", default=",".join(grounds.ENGINES))
    parser.add_argument("--quick", action="store_true", help="1k and 10k, short rounds")
    parser.add_argument("--minutes", type=float, help=f"stop measuring after (default {MINUTES:g})")
    given = parser.parse_args()
    sizes = given.sizes or ("1k,10k" if given.quick else SIZES)
    given.sizes = sorted({number(size) for size in sizes.split(",")})
    if given.accounts:
        given.sizes = [given.accounts]
    if given.minutes is None:
        given.minutes = 24 * 60 if given.accounts else MINUTES
    given.engines = given.engines.split(",")
    if given.database:
        given.engines = ["sqlite" if given.database.startswith("sqlite") else "postgres"]
    unknown = set(given.engines) - set(grounds.ENGINES)
    if unknown or min(given.sizes) < 100:
        parser.error(f"engines are {', '.join(grounds.ENGINES)}; a size is 100 at least")
    return given


def stop(signal_number: int, frame: object) -> NoReturn:
    raise SystemExit(128 + signal_number)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> int:
    given = arguments()
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, stop)
    begun = time.monotonic()
    deadline = begun + given.minutes * 60
    effort = measuring.QUICK if given.quick else measuring.Effort()
    record: dict[str, Any] = {"sizes": given.sizes, "cores": os.cpu_count(), "engines": {}}
    missed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="register-bench-") as directory:
        home = Path(directory)
        env = grounds.base_environment(home)
        grounds.manage("collectstatic", "--noinput", "--verbosity", "0", env=env)
        hello_env = env | {"DJANGO_SETTINGS_MODULE": ""}
        with served("bench.hello:application", hello_env, home, "/") as server:
            hello = Target(server.port, fixed("/"))
            warm_up(hello)
            for engine in given.engines:
                if given.database:
                    ground = grounds.existing(engine, given.database, env)
                    measurer = measuring.Measurer(ground, hello, home, effort, deadline)
                    measurer.measure()
                    found = {ground.size: measurer}
                else:
                    found = measure_engine(engine, given.sizes, home, env, hello, effort, deadline)
                by_size: dict[int, list[Figure]] = {size: m.figures for size, m in found.items()}
                hellos = [value for m in found.values() for value in m.hellos]
                print(report.table(engine, by_size, statistics.median(hellos or [0.0])))
                if engine == "postgres" and found:
                    print(report.plans(found[max(found)].plans), flush=True)
                missed += report.over(engine, by_size)
                record["engines"][engine] = {
                    size: {
                        "loading_s": m.ground.loading,
                        "searches": m.searches,
                        "plans": m.plans,
                        "figures": report.plain(m.figures),
                    }
                    for size, m in found.items()
                }
    path = report.keep(record | {"seconds": time.monotonic() - begun})
    print(f"\nOver target or not measured: {len(missed)}")
    for line in missed:
        print(f"  {line}")
    print(f"\nEverything in {path.relative_to(ROOT)} ({time.monotonic() - begun:.0f} s)")
    return 0


def measure_engine(
    engine: str,
    sizes: list[int],
    home: Path,
    env: dict[str, str],
    hello: Target,
    effort: measuring.Effort,
    deadline: float,
) -> dict[int, measuring.Measurer]:
    """The figures of every size, shortly for all but the largest; the import at the smallest."""
    shortly = dataclasses.replace(measuring.QUICK, import_rows=effort.import_rows)
    found: dict[int, measuring.Measurer] = {}
    with contextlib.ExitStack() as stack:
        cluster_at = stack.enter_context(grounds.cluster()) if engine == "postgres" else ""
        for size in sizes:
            say(f"{engine}, {report.short(size)} accounts: loading")
            ground = grounds.load(grounds.prepare(engine, size, home, env, cluster_at))
            say(f"{engine}, {report.short(size)} accounts: measuring ({ground.loading:.0f} s load)")
            chosen = effort if size == sizes[-1] else shortly
            measurer = measuring.Measurer(ground, hello, home, chosen, deadline)
            measurer.measure()
            if size == sizes[0]:
                measurer.measure_import()
            found[size] = measurer
            grounds.forget(ground)
    return found


if __name__ == "__main__":
    sys.exit(main())
