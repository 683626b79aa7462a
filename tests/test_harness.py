"""The ground under the other tests: the engine asked for, no network, a cluster that goes."""

import os
import socket
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests import postgres
from tests.conftest import NetworkUsedError


@pytest.mark.django_db
def test_engine_is_the_one_asked_for():
    wanted = "postgresql" if os.environ.get("TEST_DATABASE_URL") else "sqlite"
    assert connection.vendor == wanted


@pytest.mark.parametrize("address", [("192.0.2.1", 443), ("example.com", 80)])
def test_network_is_out_of_reach(address):
    with pytest.raises(NetworkUsedError), socket.socket() as outside:
        outside.connect(address)
    with pytest.raises(NetworkUsedError):
        socket.create_connection(address, timeout=1)


def test_own_machine_is_within_reach():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()


def test_cluster_is_usable_and_is_gone_afterwards():
    binaries = postgres.find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server binaries on this machine")
    with postgres.running_cluster(binaries) as address:
        home = Path(address.removeprefix("postgres://postgres@/").rpartition("/")[0])
        with psycopg.connect(host=str(home), user="postgres", dbname="postgres") as session:
            session.execute("CREATE EXTENSION pg_trgm")
            row = session.execute("SHOW server_encoding").fetchone()
            assert row == ("UTF8",)
        assert home.is_dir()
    assert not home.exists()
