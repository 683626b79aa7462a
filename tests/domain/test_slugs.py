"""Slugs: plain letters, never twice, never too long."""

import pytest
from django.core.validators import validate_slug
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain import slugs


@pytest.mark.parametrize(
    ("platform", "handle", "name", "slug"),
    [
        ("facebook", "LundUniversity", "", "facebook-lunduniversity"),
        ("youtube", "@Lunds.universitet", "", "youtube-lunds-universitet"),
        ("mastodon", "åäö@social.example", "", "mastodon-aao-social-example"),
        ("linkedin", "school/lund-university", "", "linkedin-school-lund-university"),
        ("instagram", "", "Kemi för alla", "instagram-kemi-for-alla"),
        ("weibo", "隆德大学", "", "weibo"),
        ("weibo", "隆德大学", "Lund i Kina", "weibo-lund-i-kina"),
    ],
)
def test_account_slug_says_platform_and_handle(platform, handle, name, slug):
    assert slugs.for_account(platform, handle, name, set()) == slug


def test_second_of_a_kind_gets_a_number():
    taken = {"blog-kemi", "blog-kemi-2"}
    assert slugs.for_account("blog", "kemi", "", taken) == "blog-kemi-3"
    assert slugs.for_unit("Kemi", {"kemi"}) == "kemi-2"
    assert slugs.for_unit("化学", set()) == "unit"


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_gives_a_valid_slug_that_is_free(handle, name):
    first = slugs.for_account("x", handle, name, set())
    second = slugs.for_account("x", handle, name, {first})
    assert first != second
    for slug in (first, second):
        validate_slug(slug)
        assert len(slug) <= slugs.LONGEST_ACCOUNT
