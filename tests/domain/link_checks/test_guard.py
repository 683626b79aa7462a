"""TRUST S18: no link check connects to anything inside, however the address is dressed up.

The system's own reading of numbers is behind the table, so decimal, octal and hexadecimal forms
become what they would become.
"""

import ast
import itertools
import ssl
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpcore2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from accounts.domain.link_checks import fetching, guard
from accounts.domain.link_checks.fetching import MOST_BYTES, fetch
from accounts.domain.link_checks.guard import Deadline, NoSuchName, Refused, checked_url
from accounts.domain.link_checks.looking import Detail, Outcome, Target, look
from registry import settings as product_settings
from tests.domain.link_checks.world import PUBLIC

INSIDE = {
    "loopback": "http://127.0.0.1/",
    "loopback, another": "http://127.8.9.10/",
    "loopback, short": "http://127.1/",
    "loopback, decimal": "http://2130706433/",
    "loopback, octal": "http://0177.0.0.1/",
    "loopback, octal number": "http://017700000001/",
    "loopback, hexadecimal": "http://0x7f.0.0.1/",
    "loopback, hexadecimal number": "http://0x7f000001/",
    "loopback, version 6": "http://[::1]/",
    "loopback, mapped": "http://[::ffff:127.0.0.1]/",
    "loopback, mapped in hexadecimal": "http://[::ffff:7f00:1]/",
    "loopback, compatible": "http://[::127.0.0.1]/",
    "loopback, translated": "http://[64:ff9b::127.0.0.1]/",
    "loopback, translated locally": "http://[64:ff9b:1::7f00:1]/",
    "loopback, 6to4": "http://[2002:7f00:1::]/",
    "loopback, Teredo": "http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/",
    "loopback, ISATAP": "http://[2a00:1450::5efe:7f00:1]/",
    "private 10": "http://10.0.0.1/",
    "private 172": "http://172.16.31.1/",
    "private 192": "http://192.168.1.1/",
    "private, mapped": "http://[::ffff:10.0.0.1]/",
    "private, 6to4": "http://[2002:0a00:0001::1]/",
    "private, hexadecimal": "http://0xc0a80101/",
    "unique local": "http://[fd00::1]/",
    "link-local": "http://169.254.1.1/",
    "cloud's own data": "http://169.254.169.254/latest/meta-data/",
    "cloud's own data, decimal": "http://2852039166/",
    "cloud's own data, version 6": "http://[fd00:ec2::254]/",
    "cloud's own services": "http://168.63.129.16/",
    "link-local, version 6": "http://[fe80::1]/",
    "site-local": "http://[fec0::1]/",
    "carrier's": "http://100.64.0.1/",
    "carrier's, cloud's": "http://100.100.100.200/",
    "unspecified": "http://0.0.0.0/",
    "unspecified, short": "http://0/",
    "unspecified, version 6": "http://[::]/",
    "multicast": "http://224.0.0.1/",
    "multicast, further": "http://239.255.255.250/",
    "multicast, version 6": "http://[ff02::1]/",
    "multicast, global scope": "http://[ff0e::1]/",
    "broadcast": "http://255.255.255.255/",
    "reserved": "http://240.0.0.1/",
    "protocol assignments": "http://192.0.0.9/",
    "documentation": "http://203.0.113.7/",
    "documentation, version 6": "http://[2001:db8::1]/",
    "benchmarks": "http://198.18.0.1/",
    "6to4 relay": "http://192.88.99.1/",
}
WRONG_FORM = {
    "file": "file:///etc/passwd",
    "gopher": "gopher://www.facebook.com/",
    "ftp": "ftp://www.facebook.com/",
    "no scheme": "www.facebook.com/lund",
    "ssh's port": "http://www.facebook.com:22/",
    "mail's port": "http://www.facebook.com:25/",
    "another web port": "https://www.facebook.com:8080/",
    "port nought": "http://www.facebook.com:0/",
    "a name before the host": "https://facebook.com@10.0.0.1/",
    "a password": "https://user:pass@www.facebook.com/",
    "no host": "http:///lund",
    "too long": "https://www.facebook.com/" + "a" * 2000,
    "line break": "https://www.facebook.com/\r\nX: y",
}
PUBLIC_ADDRESSES = (
    *(PUBLIC, "8.8.8.8", "130.235.52.5"),
    *("2a00:1450:400f:80d::200e", "2606:4700::6810:84e5"),
)
START = "https://www.facebook.com/lund"


def anything(_host: str) -> bool:
    return True


def plain(url: str) -> str:
    """Asked without TLS, which is none of the guard's business."""
    return url.replace("https://", "http://")


def seen(url: str):
    return look(Target(plain(url), "facebook"), anything)


@pytest.mark.parametrize("attack", INSIDE)
def test_nothing_inside_is_connected_to(attack, world):
    assert seen(INSIDE[attack]).detail == Detail.NOT_ASKED
    assert (world.dialled, world.asked) == ([], [])


@pytest.mark.parametrize("attack", INSIDE)
def test_a_redirect_inside_is_not_followed(attack, world):
    world.pages["www.facebook.com/lund"] = (302, {"Location": INSIDE[attack]})
    result = seen(START)
    assert (result.outcome, result.detail) == (Outcome.UNKNOWN, Detail.NOT_ASKED)
    assert (world.dialled, len(world.asked)) == ([(PUBLIC, 80)], 1)


@pytest.mark.parametrize("attack", INSIDE)
def test_a_name_that_stands_for_something_inside_is_not_connected_to(attack, world):
    number = INSIDE[attack].split("/")[2].strip("[]")
    world.names["www.facebook.com"] = world.resolve(number, 80)
    assert seen(START).detail == Detail.NOT_ASKED
    assert world.dialled == []


@pytest.mark.parametrize("form", WRONG_FORM)
def test_another_form_of_address_is_not_asked(form, world):
    assert look(Target(WRONG_FORM[form], "facebook"), anything).detail == Detail.NOT_ASKED
    assert world.dialled == []


@pytest.mark.parametrize("form", sorted(set(WRONG_FORM) - {"no scheme", "line break"}))
def test_a_redirect_to_another_form_of_address_is_not_followed(form, world):
    world.pages["www.facebook.com/lund"] = (301, {"Location": WRONG_FORM[form]})
    assert seen(START).outcome == Outcome.UNKNOWN
    assert len(world.dialled) == 1


def test_the_address_that_was_checked_is_the_one_connected_to(world):
    """Rebinding: public when it is looked at, loopback when it is connected to."""
    answers = itertools.chain([[PUBLIC]], itertools.repeat(["127.0.0.1"]))
    world.names["www.facebook.com"] = answers
    world.pages["www.facebook.com/lund"] = 200
    assert seen(START).outcome == Outcome.FOUND
    assert world.dialled == [(PUBLIC, 80)]
    assert seen(START).detail == Detail.NOT_ASKED
    assert world.dialled == [(PUBLIC, 80)]


def test_a_name_with_both_kinds_of_address_is_asked_at_the_public_one(world):
    world.names["www.facebook.com"] = ["10.0.0.1", "::1", PUBLIC]
    world.pages["www.facebook.com/lund"] = 200
    assert seen(START).outcome == Outcome.FOUND
    assert world.dialled == [(PUBLIC, 80)]


@pytest.mark.parametrize("address", PUBLIC_ADDRESSES)
def test_public_addresses_are_public(address):
    assert guard.is_public(ip_address(address))


def test_only_the_web_s_two_ports_are_connected_to():
    public = ip_address(PUBLIC)
    assert [port for port in range(1, 65536) if guard.may_connect(public, port)] == [80, 443]


def test_an_opening_is_one_address_and_one_port(settings):
    settings.LINK_CHECK_OPENINGS = frozenset({("127.0.0.1", 8123)})
    assert guard.may_connect(ip_address("127.0.0.1"), 8123)
    assert not guard.may_connect(ip_address("127.0.0.1"), 80)
    assert not guard.may_connect(ip_address("127.0.0.2"), 8123)


def test_there_are_no_openings_outside_tests():
    """As written, not as computed: no variable of the environment can have had a say."""
    tree = ast.parse(Path(product_settings.__file__).read_text(encoding="utf-8"))
    [value] = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "LINK_CHECK_OPENINGS"
    ]
    assert ast.unparse(value) == "frozenset()"


def test_proxies_of_the_environment_are_not_used(world, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    world.pages["www.facebook.com/lund"] = 200
    assert seen(START).outcome == Outcome.FOUND
    assert world.dialled == [(PUBLIC, 80)]


def test_cookies_are_neither_kept_nor_sent(world):
    world.pages["www.facebook.com/lund"] = (
        301,
        {"Location": "/Lund", "Set-Cookie": "spy=1; Path=/"},
    )
    world.pages["www.facebook.com/Lund"] = 200
    assert seen(START).outcome == Outcome.FOUND
    assert [headers.get("Cookie") for headers in world.headers] == [None, None]


def test_a_request_says_who_asks_and_asks_for_little(world, settings):
    settings.SITE_URL = "https://kanaler.lu.se"
    world.pages["www.facebook.com/lund"] = 200
    seen(START)
    [headers] = world.headers
    assert "https://kanaler.lu.se/" in headers["User-Agent"]
    assert headers["Range"] == f"bytes=0-{MOST_BYTES - 1}"
    assert headers["Accept-Encoding"] == "identity"


def answer_of(url: str, seconds: float = 5):
    return fetch(checked_url(url), Deadline(seconds))


def test_an_endless_body_is_read_no_further_than_its_beginning(world):
    world.pages["www.facebook.com"] = "endless"
    answer = answer_of("http://www.facebook.com/lund")
    assert (answer.status, len(answer.body)) == (200, MOST_BYTES)


def test_a_bomb_is_not_unpacked(world):
    world.pages["www.facebook.com"] = "bomb"
    answer = answer_of("http://www.facebook.com/lund")
    assert answer.body.startswith(b"\x1f\x8b")
    assert len(answer.body) <= MOST_BYTES
    assert seen(START).outcome == Outcome.FOUND


@pytest.mark.parametrize("kind", ["hang", "drip"])
def test_a_visit_ends_with_its_time(kind, world):
    """A server that says nothing, and one that says a little all the time."""
    world.pages["www.facebook.com"] = kind
    with pytest.raises(httpcore2.ReadTimeout):
        answer_of("http://www.facebook.com/lund", seconds=0.3)


def test_a_name_that_is_never_resolved_does_not_outlast_the_visit(world, monkeypatch):
    monkeypatch.setattr(guard, "resolve", lambda host, port: world.over.wait(5))
    with pytest.raises(httpcore2.ConnectTimeout):
        answer_of("http://www.facebook.com/lund", seconds=0.1)


def test_a_name_that_nobody_has_is_told_from_a_broken_look_up(world, monkeypatch):
    def failing(error):
        def resolve(host, port):
            raise error

        monkeypatch.setattr(guard, "resolve", resolve)

    failing(guard.socket.gaierror(guard.socket.EAI_NONAME, "no name"))
    with pytest.raises(NoSuchName):
        answer_of("http://www.facebook.com/lund")
    failing(guard.socket.gaierror(guard.socket.EAI_AGAIN, "try again"))
    with pytest.raises(httpcore2.ConnectError):
        answer_of("http://www.facebook.com/lund")


def test_a_unix_socket_is_never_connected_to():
    with pytest.raises(Refused):
        guard.GuardedBackend(Deadline(1)).connect_unix_socket("/run/docker.sock")


@pytest.fixture
def certificate(tmp_path):
    """A certificate for www.facebook.com, of nobody's authority but this test's."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "www.facebook.com")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("www.facebook.com")]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


def test_name_and_certificate_stay_those_of_the_address(world, certificate, monkeypatch):
    """The connection goes to a number; the server is asked for the name, and has to prove it."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    asked_for = []
    server.sni_callback = lambda _socket, name, _context: asked_for.append(name)
    listening = guard.socket.create_server(("127.0.0.1", 0))
    world.port = listening.getsockname()[1]
    got = []

    def serve() -> None:
        for _ in range(2):
            try:
                with server.wrap_socket(listening.accept()[0], server_side=True) as connection:
                    got.append(connection.recv(4096))
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            except OSError:
                continue

    thread = threading.Thread(target=serve)
    thread.start()
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(fetching, "ssl_context", lambda: trusting)
    try:
        assert answer_of("https://www.facebook.com/lund").status == 200
        with pytest.raises(httpcore2.ConnectError):
            answer_of("https://www.instagram.com/lund")
    finally:
        thread.join()
        listening.close()
    assert asked_for == ["www.facebook.com", "www.instagram.com"]
    assert b"Host: www.facebook.com\r\n" in got[0]
    assert world.dialled == [(PUBLIC, 443)] * 2


def test_certificates_are_checked():
    context = fetching.ssl_context()
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
