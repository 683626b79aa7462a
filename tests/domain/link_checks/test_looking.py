"""TRUST R17: what a platform's answer means, and what it does not."""

from datetime import timedelta

import pytest

from accounts.domain.link_checks import guard, looking
from accounts.domain.link_checks.addresses import asks_to_sign_in, host_of, shown_account
from accounts.domain.link_checks.guard import Deadline
from accounts.domain.link_checks.looking import Detail, Outcome, Seen, Target, look

FACEBOOK = "www.facebook.com/lund"
CHANNEL = "UC" + "a" * 22
OTHER_CHANNEL = "UC" + "b" * 22


def anything(_host: str) -> bool:
    return True


def seen(at: str = FACEBOOK, platform: str = "facebook", permanent_id: str = "") -> Seen:
    return look(Target(f"http://{at}", platform, permanent_id), anything)


def test_an_answer_is_an_account(world):
    world.pages[FACEBOOK] = 200
    assert seen() == Seen(Outcome.FOUND)


@pytest.mark.parametrize("status", [204, 206, 416])
def test_other_ways_to_say_that_it_is_there(status, world):
    world.pages[FACEBOOK] = status
    assert seen() == Seen(Outcome.FOUND)


@pytest.mark.parametrize("status", [404, 410])
def test_nothing_there_is_a_failure(status, world):
    world.pages[FACEBOOK] = status
    assert seen() == Seen(Outcome.FAILING, Detail.NOT_FOUND)


@pytest.mark.parametrize("status", [401, 402, 403, 407, 999])
def test_a_closed_door_says_nothing(status, world):
    world.pages[FACEBOOK] = status
    assert seen() == Seen(Outcome.UNKNOWN, Detail.SIGN_IN)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 520])
def test_a_broken_server_says_nothing(status, world):
    world.pages[FACEBOOK] = status
    result = seen()
    assert (result.outcome, result.detail) == (Outcome.UNKNOWN, Detail.SERVER)


@pytest.mark.parametrize("status", [400, 405, 418, 451, 304])
def test_an_odd_answer_says_nothing(status, world):
    world.pages[FACEBOOK] = status
    assert seen() == Seen(Outcome.UNKNOWN, Detail.ODD)


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("0", timedelta()),
        ("99999999999999", timedelta(days=1)),
        ("Tue, 24 Nov 2026 12:10:00 GMT", timedelta(minutes=10)),
        ("Tue, 24 Nov 2026 11:00:00 GMT", timedelta()),
        ("Fri, 24 Nov 2028 12:00:00 GMT", timedelta(days=1)),
        ("soon", None),
        ("", None),
    ],
)
def test_too_many_requests_is_waited_out(said, wait, world, time_machine):
    time_machine.move_to("2026-11-24T12:00:00Z", tick=False)
    world.pages[FACEBOOK] = (429, {"Retry-After": said})
    assert seen() == Seen(Outcome.UNKNOWN, Detail.TOO_MANY, wait=wait, host="facebook.com")


@pytest.mark.parametrize(
    "door",
    [
        "/login/?next=%2Flund",
        "/login.php?next=x",
        "/accounts/login/?next=/lund/",
        "/checkpoint/lg/",
        "/authwall?trk=x",
        "/uas/login",
        "/i/flow/login?redirect_after_login=x",
        "http://accounts.google.com/v3/signin/identifier",
        "http://consent.youtube.com/m?continue=x",
        "http://passport.weibo.com/visitor/visitor",
        "http://idpv3.lu.se/idp/profile/SAML2/Redirect/SSO?SAMLRequest=abc",
        "http://sign.example.org/start?client_id=4&response_type=code",
    ],
)
def test_a_door_to_sign_in_at_says_nothing_and_is_not_knocked_at(door, world):
    world.pages[FACEBOOK] = (302, {"Location": door})
    assert seen() == Seen(Outcome.UNKNOWN, Detail.SIGN_IN)
    assert world.asked == [FACEBOOK]


@pytest.mark.parametrize("kind", ["garbage", "cut"])
def test_an_answer_that_is_none_says_nothing(kind, world):
    world.pages[FACEBOOK] = kind
    assert seen() == Seen(Outcome.UNKNOWN, Detail.UNREACHABLE)


@pytest.mark.parametrize("kind", ["hang", "drip"])
def test_silence_says_nothing(kind, world, monkeypatch):
    monkeypatch.setattr(looking, "VISIT_SECONDS", 0.3)
    world.pages[FACEBOOK] = kind
    assert seen() == Seen(Outcome.UNKNOWN, Detail.SLOW)


def test_an_endless_page_is_there(world):
    world.pages[FACEBOOK] = "endless"
    assert seen() == Seen(Outcome.FOUND)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_sent_on_to_another_handle_is_renamed(status, world):
    world.pages[FACEBOOK] = (status, {"Location": "/lunduniversity"})
    world.pages["www.facebook.com/lunduniversity"] = 200
    assert seen() == Seen(Outcome.RENAMED, moved_to="https://www.facebook.com/lunduniversity")


@pytest.mark.parametrize(
    "spelling",
    ["/Lund", "/lund/", "/lund/?locale=sv_SE", "/lund#top", "http://m.facebook.com/lund"],
)
def test_another_spelling_is_found(spelling, world):
    world.pages[FACEBOOK] = (301, {"Location": spelling})
    for page in ("www.facebook.com/Lund", "www.facebook.com/lund/", "m.facebook.com/lund"):
        world.pages[page] = 200
    world.pages["www.facebook.com/lund/?locale=sv_SE"] = 200
    outcome = Outcome.UNKNOWN if spelling == "/lund#top" else Outcome.FOUND
    assert seen().outcome == outcome, "a fragment alone leads round in circles"


def test_what_was_renamed_and_is_gone_since_fails(world):
    world.pages[FACEBOOK] = (301, {"Location": "/lunduniversity"})
    world.pages["www.facebook.com/lunduniversity"] = 410
    assert seen() == Seen(Outcome.FAILING, Detail.NOT_FOUND)


def test_a_door_behind_the_new_name_does_not_hide_it(world):
    world.pages["www.instagram.com/lund/"] = (301, {"Location": "/lunduniversity/"})
    world.pages["www.instagram.com/lunduniversity/"] = (302, {"Location": "/accounts/login/"})
    assert seen("www.instagram.com/lund/", "instagram") == Seen(
        Outcome.RENAMED, moved_to="https://www.instagram.com/lunduniversity/"
    )


@pytest.mark.parametrize("to", ["/", "/help/contact", "http://www.example.org/", "/lund/posts/1"])
def test_a_page_that_is_no_account_says_nothing(to, world):
    world.pages[FACEBOOK] = (302, {"Location": to})
    for page in ("www.facebook.com/", "www.example.org", "www.facebook.com/help/contact"):
        world.pages[page] = 200
    world.pages["www.facebook.com/lund/posts/1"] = 200
    assert seen() == Seen(Outcome.UNKNOWN, Detail.ELSEWHERE)


@pytest.mark.parametrize("to", ["/unsupportedbrowser", "/unavailable/", "/notfound?from=lund"])
def test_a_page_about_what_is_missing_is_nobody_s_new_name(to, world):
    world.pages[FACEBOOK] = (302, {"Location": to})
    world.pages[f"www.facebook.com{to}"] = 200
    assert seen() == Seen(Outcome.UNKNOWN, Detail.ELSEWHERE)


def test_round_and_round_says_nothing(world):
    world.pages[FACEBOOK] = (302, {"Location": "/lunduniversity"})
    world.pages["www.facebook.com/lunduniversity"] = (302, {"Location": "/lund"})
    assert seen() == Seen(Outcome.UNKNOWN, Detail.ROUND_AND_ROUND)
    assert len(world.asked) == 2


def test_five_redirects_are_followed_and_not_one_more(world):
    for number in range(1, 9):
        world.pages[f"www.facebook.com/lund?n={number - 1}"] = (
            302,
            {"Location": f"/lund?n={number}"},
        )
    assert seen("www.facebook.com/lund?n=0").detail == Detail.ROUND_AND_ROUND
    assert len(world.asked) == 1 + looking.MOST_REDIRECTS
    world.pages["www.facebook.com/lund?n=5"] = 200
    assert seen("www.facebook.com/lund?n=0").outcome == Outcome.FOUND


def test_a_redirect_to_nowhere_says_nothing(world):
    world.pages[FACEBOOK] = 302
    assert seen() == Seen(Outcome.UNKNOWN, Detail.ODD)


def test_an_address_by_number_goes_on_whatever_its_name(world):
    """The permanent id cannot be taken by anybody else."""
    world.pages["www.facebook.com/profile.php?id=123456789"] = (301, {"Location": "/lund"})
    world.pages[FACEBOOK] = 200
    assert seen("www.facebook.com/profile.php?id=123456789") == Seen(Outcome.FOUND)


def test_the_known_number_proves_another_spelling(world):
    world.pages[FACEBOOK] = (302, {"Location": "/people/Lund/123456789/"})
    world.pages["www.facebook.com/people/Lund/123456789/"] = 200
    assert seen(permanent_id="123456789") == Seen(Outcome.FOUND)


def test_another_number_is_another_account(world):
    world.pages[FACEBOOK] = (302, {"Location": "/people/Squatter/987654321/"})
    world.pages["www.facebook.com/people/Squatter/987654321/"] = 200
    assert seen(permanent_id="123456789") == Seen(Outcome.FAILING, Detail.OTHER_ACCOUNT)


def page_of(channel: str) -> bytes:
    return (
        b'<html><head><meta name="a" content="b"><link rel="canonical" '
        b'href="https://www.youtube.com/channel/' + channel.encode() + b'"></head>'
    )


def test_a_page_that_shows_our_number_is_ours(world):
    world.pages["www.youtube.com/@lund"] = (200, {}, page_of(CHANNEL))
    assert seen("www.youtube.com/@lund", "youtube", CHANNEL) == Seen(Outcome.FOUND)


def test_a_page_that_shows_another_number_is_a_squatter_s(world):
    world.pages["www.youtube.com/@lund"] = (200, {}, page_of(OTHER_CHANNEL))
    assert seen("www.youtube.com/@lund", "youtube", CHANNEL) == Seen(
        Outcome.FAILING, Detail.OTHER_ACCOUNT
    )


def test_a_renamed_account_is_known_by_its_number(world):
    world.pages["www.youtube.com/@lund"] = (301, {"Location": "/@lunduniversity"})
    world.pages["www.youtube.com/@lunduniversity"] = (200, {}, page_of(CHANNEL))
    assert seen("www.youtube.com/@lund", "youtube", CHANNEL) == Seen(
        Outcome.RENAMED, moved_to="https://www.youtube.com/@lunduniversity"
    )
    world.pages["www.youtube.com/@lunduniversity"] = (200, {}, page_of(OTHER_CHANNEL))
    assert seen("www.youtube.com/@lund", "youtube", CHANNEL).outcome == Outcome.FAILING


def test_a_packed_page_is_not_read(world):
    world.pages["www.youtube.com/@lund"] = (
        200,
        {"Content-Encoding": "br"},
        page_of(OTHER_CHANNEL),
    )
    assert seen("www.youtube.com/@lund", "youtube", CHANNEL) == Seen(Outcome.FOUND)


@pytest.mark.parametrize(
    ("status", "outcome"), [(301, Outcome.RENAMED), (302, Outcome.UNKNOWN), (307, Outcome.UNKNOWN)]
)
def test_a_site_of_one_s_own_moves_only_for_good(status, outcome, world):
    world.pages["blogg.example.org/"] = (status, {"Location": "http://ny.example.org/"})
    world.pages["ny.example.org/"] = 200
    assert seen("blogg.example.org/", "blog").outcome == outcome


def broken_names(monkeypatch, code):
    def resolve(host, port):
        raise guard.socket.gaierror(code, "no")

    monkeypatch.setattr(guard, "resolve", resolve)


def test_a_name_that_lapsed_fails_on_a_site_of_one_s_own_only(world, monkeypatch):
    broken_names(monkeypatch, guard.socket.EAI_NONAME)
    assert seen("blogg.example.org/", "blog") == Seen(Outcome.FAILING, Detail.NO_SUCH_NAME)
    assert seen() == Seen(Outcome.UNKNOWN, Detail.NO_SUCH_NAME)


def test_a_broken_look_up_says_nothing(world, monkeypatch):
    broken_names(monkeypatch, guard.socket.EAI_AGAIN)
    assert seen("blogg.example.org/", "blog") == Seen(Outcome.UNKNOWN, Detail.UNREACHABLE)


def test_each_request_waits_for_its_host_s_turn(world):
    world.pages[FACEBOOK] = (302, {"Location": "http://m.facebook.com/lund"})
    turns = []

    def turn(host: str) -> bool:
        turns.append(host)
        return host == "facebook.com"

    assert look(Target(f"http://{FACEBOOK}", "facebook"), turn) == Seen(
        Outcome.UNKNOWN, Detail.BUSY
    )
    assert turns == ["facebook.com", "m.facebook.com"]
    assert world.asked == [FACEBOOK]


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.Facebook.com/lund", "facebook.com"),
        ("https://räksmörgås.se/", "xn--rksmrgs-5wao1o.se"),
        ("http://[::1", "-"),
        ("", "-"),
    ],
)
def test_host_of(address, host):
    assert host_of(address) == host


@pytest.mark.parametrize(
    "address",
    ["https://www.facebook.com/loginhelp", "https://x.com/lund", "https://www.youtube.com/@login"],
)
def test_accounts_are_no_doors(address):
    assert not asks_to_sign_in(guard.checked_url(address))


def test_a_page_made_to_be_slow_to_read_is_read_quickly():
    deadline = Deadline(2)
    assert shown_account(b"<link " * 11000, "youtube") is None
    assert shown_account(b'<link rel="canonical"' * 3200, "youtube") is None
    assert deadline.left() > 0
