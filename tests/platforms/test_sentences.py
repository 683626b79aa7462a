"""Every refusal can be told, in a sentence that says what to paste instead."""

import re

import pytest
from django.utils import translation
from django.utils.functional import Promise

from accounts.platforms import DECEPTIVE, PLATFORMS, identify
from accounts.platforms.dead import DEAD_PLATFORMS
from accounts.platforms.sentences import SENTENCES, fill

# Refusals that are always told with what they are about.
NEEDS = {
    "lookalike-host": {"resembled": "X", "resembled_example": "https://x.com/NAME"},
    "wrong-platform": {"other": "X"},
    "dead-platform": {"dead": "Vine"},
}
TEXTS = [
    ("https://x.com/lund/status/1", None, "https://x.com/NAME"),
    ("https://www.facebook.com/groups/lund", None, "https://www.facebook.com/NAME"),
    ("https://youtu.be/abc", None, "Open it"),
    ("https://wa.me/46", None, "https://whatsapp.com/channel/NAME"),
    ("https://github.com/lund", "x", "This belongs to GitHub, not X."),
    ("https://lu.se/x", "x", "lu.se is not an address on X."),
    ("https://lu.se", None, "lu.se is not a platform that the register knows."),
    ("https://faceb00k.com/lund", None, "faceb00k.com resembles Facebook but is somewhere else."),
    ("https://facebook.com:8080/lund", None, "(facebook.com:8080)"),
    ("https://vine.co/lund", None, "Vine closed in 2017,"),
    ("https://myspace.com/lund", None, "MySpace has fallen out of use,"),
    ("lund", "linkedin", "https://www.linkedin.com/company/NAME"),
    ("https://mp.weixin.qq.com/x", None, "Choose WeChat as the platform"),
    ("lund", "blog", "https://NAME.wordpress.com/"),
]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(("text", "platform", "told"), TEXTS)
def test_refusal_says_what_is_wrong_and_what_to_paste(text, platform, told):
    assert told in str(identify(text, platform).reason)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_sentence_of_a_platform_can_be_told(platform):
    rule = PLATFORMS[platform]
    for code, sentence in {**SENTENCES, **rule.sentences}.items():
        told = str(fill(sentence, {**rule.facts(), "host": "h.example", **NEEDS.get(code, {})}))
        assert re.fullmatch(r"[^%]+[.!]", told), told
        assert "  " not in told


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_code_of_a_platform_has_a_sentence(platform):
    rule = PLATFORMS[platform]
    tables = (rule.links, rule.reserved, getattr(rule, "contents", {}))
    codes = {code for table in tables for code in table.values()}
    assert codes <= {*SENTENCES, *rule.sentences}


def test_deceptive_codes_are_codes():
    assert set(SENTENCES) >= DECEPTIVE


def test_valid_answer_has_nothing_to_say():
    answer = identify("https://x.com/lund")
    assert (answer.reason, answer.code) == ("", "")


def test_long_host_is_not_repeated_at_length():
    reason = str(identify(f"https://{'a.' * 120}se").reason)
    assert len(reason) < 300
    assert "…" in reason


@pytest.mark.parametrize("host", DEAD_PLATFORMS)
def test_dead_platform_is_named(host):
    assert DEAD_PLATFORMS[host].name in str(identify(f"https://{host}/lund").reason)


def test_language_is_chosen_when_the_reason_is_read():
    assert isinstance(identify("https://x.com/lund/status/1").reason, Promise)
