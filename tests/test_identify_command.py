"""``manage.py identify``: text in, one JSON line out for each."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

X = {
    "input": "https://twitter.com/lund",
    "platform": "x",
    "handle": "lund",
    "url": "https://x.com/lund",
    "valid": True,
    "reason": "",
}


def identified(*arguments, **options):
    out = io.StringIO()
    call_command("identify", *arguments, stdout=out, **options)
    assert out.getvalue().isascii()
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.fixture
def typed(monkeypatch):
    """Puts bytes on standard input and returns the answers."""

    def _typed(data, *arguments):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        return identified(*arguments)

    return _typed


def test_each_address_gets_one_line_in_order():
    answers = identified("https://twitter.com/lund", "nonsense", "https://youtu.be/x")
    assert answers[0] == X
    assert list(answers[0]) == ["input", "platform", "handle", "url", "valid", "reason"]
    assert [answer["input"] for answer in answers[1:]] == ["nonsense", "https://youtu.be/x"]
    for answer, platform in zip(answers[1:], (None, "youtube"), strict=True):
        assert (answer["platform"], answer["handle"], answer["url"]) == (platform, "", "")
        assert answer["valid"] is False
        assert answer["reason"]


def test_platform_makes_a_handle_enough():
    assert identified("@lund", "--platform", "x") == [{**X, "input": "@lund"}]


def test_unknown_platform_stops_the_command_and_names_the_codes():
    with pytest.raises(CommandError, match=r"myspace.*facebook instagram.*blog"):
        identified("x.com/lund", "--platform", "myspace")


def test_lines_are_addresses_or_objects(typed):
    answers = typed(
        b"https://twitter.com/lund\r\n"
        b'{"input": "lund", "platform": "x"}\n'
        b'{"input": "lund", "platform": null}\n'
        b'  {"input": "https://twitter.com/lund"}\n'
        b"\xef\xbb\xbfhttps://twitter.com/lund"
    )
    assert answers[0] == X
    assert answers[1] == {**X, "input": "lund"}
    assert (answers[2]["platform"], answers[2]["valid"]) == (None, False)
    assert answers[3] == X
    assert answers[4] == {**X, "input": "\ufeffhttps://twitter.com/lund"}


def test_platform_of_a_line_goes_before_the_platform_of_the_command(typed):
    answers = typed(
        b'{"input": "lund", "platform": "github"}\n{"input": "lund", "platform": null}\n'
        b'{"input": "lund"}\nlund\n',
        "--platform",
        "x",
    )
    assert [answer["platform"] for answer in answers] == ["github", None, "x", "x"]


@pytest.mark.parametrize(
    "line",
    [
        b"{broken",
        b'{"input": "x.com/lund"',
        b'{"input": NaN}',
        b'{"input": 1e999}',
        b'{"input": ' + b"9" * 5000 + b"}",
        b"{" * 100_000,
        b'{"input":' * 20_000,
        b"[1]",
        b"",
        b"\xff\xfe\x00",
        b'"x.com/lund"x',
    ],
    ids=range(11),
)
def test_line_that_is_no_object_is_read_as_an_address(typed, line):
    (answer,) = typed(line + b"\n")
    assert answer["input"] == line.decode(errors="replace")
    assert answer["valid"] is False
    assert answer["reason"]


@pytest.mark.parametrize(
    ("line", "echo"),
    [
        (b'{"input": 5}', 5),
        (b'{"input": null}', None),
        (b'{"input": ["x.com/lund"]}', ["x.com/lund"]),
        (b'{"input": {"a": 1.5}}', {"a": 1.5}),
        (b"{}", None),
        (b'{"input": "x.com/lund", "platform": 5}', "x.com/lund"),
        (b'{"input": "x.com/lund", "platform": "myspace"}', "x.com/lund"),
        (b'{"input": "\\ud800"}', "\ud800"),
    ],
)
def test_object_that_asks_nothing_sensible_is_refused(typed, line, echo):
    (answer,) = typed(line + b"\n")
    assert answer["input"] == echo
    assert (answer["platform"], answer["handle"], answer["url"]) == (None, "", "")
    assert answer["valid"] is False
    assert answer["reason"]


def test_nothing_to_read_gives_nothing(typed):
    assert typed(b"") == []


def test_every_line_gets_exactly_one_line_whatever_it_holds(typed):
    data = 'a\u2028b\nc\x85d\n{"input": "e\\nf"}\n'.encode()
    assert len(typed(data)) == 3


def test_answers_come_before_the_next_line_is_read(monkeypatch):
    out = io.StringIO()
    seen = []

    def lines():
        for _number in range(3):
            seen.append(out.getvalue().count("\n"))
            yield "x.com/lund\n"

    monkeypatch.setattr("sys.stdin", lines())
    call_command("identify", stdout=out)
    assert seen == [0, 1, 2]


def test_reasons_come_in_the_language_asked_for():
    (english,) = identified("https://youtu.be/x", "--language", "en")
    assert english["reason"].startswith("This is a short link")
    with translation.override("en"):
        assert identified("https://youtu.be/x") == [english]
        (swedish,) = identified("https://youtu.be/x", "--language", "sv")
        assert translation.get_language() == "en"
    with translation.override("sv"):
        assert identified("https://youtu.be/x") == [swedish]
