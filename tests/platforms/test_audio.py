"""Spotify, SoundCloud, Acast."""

from tests.platforms.tables import (
    Account,
    accepted,
    check_accepted,
    check_refused,
    refused,
    same_account,
)

SHOW = "4rOoJ6Egrf8K2IrywzwOMk"


@accepted(
    Account(
        platform="spotify",
        handle=f"show/{SHOW}",
        url=f"https://open.spotify.com/show/{SHOW}",
        key=f"show/{SHOW}",
        spellings=f"""
            https://open.spotify.com/show/{SHOW} https://open.spotify.com/intl-sv/show/{SHOW}?si=x
            spotify:show:{SHOW} https://play.spotify.com/show/{SHOW}
            https://open.spotify.com/embed/show/{SHOW}
        """,
        with_platform=f"show/{SHOW}",
    ),
    Account(
        platform="spotify",
        handle="user/lunduniversity",
        url="https://open.spotify.com/user/lunduniversity",
        key="user/lunduniversity",
        spellings="https://open.spotify.com/user/lunduniversity spotify:user:lunduniversity",
        with_platform="user/lunduniversity",
    ),
)
def test_spotify_account_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "track": f"https://open.spotify.com/episode/{SHOW} spotify:track:{SHOW}",
        "collection": f"""
            https://open.spotify.com/playlist/{SHOW} https://open.spotify.com/user/lund/playlist/1
        """,
        "short-link": "https://spotify.link/abc https://spoti.fi/abc",
        "no-handle": "https://open.spotify.com https://open.spotify.com/show",
        "bad-handle": "https://open.spotify.com/show/abc",
    }
)
def test_spotify_address_that_is_no_account_is_refused(code, text, platform):
    check_refused(code, text, platform, "spotify")


def test_spotify_case_counts_and_a_bare_id_does_not_say_what_it_is():
    assert not same_account([f"spotify:show:{SHOW}", f"spotify:show:{SHOW.lower()}"])
    check_refused("which-kind", SHOW, "spotify", "spotify")


@accepted(
    Account(
        platform="soundcloud",
        handle="Lund-University",
        url="https://soundcloud.com/Lund-University",
        key="lund-university",
        spellings="""
            https://soundcloud.com/Lund-University https://m.soundcloud.com/Lund-University/tracks
            www.soundcloud.com/Lund-University https://soundcloud.com/Lund-University/sets
        """,
        with_platform="Lund-University @Lund-University",
    ),
)
def test_soundcloud_account_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "track": "https://soundcloud.com/lund/a-talk https://soundcloud.com/lund/a-talk/s-Abc",
        "collection": "https://soundcloud.com/lund/sets/talks https://soundcloud.com/discover",
        "short-link": "https://on.soundcloud.com/abc",
        "search": "https://soundcloud.com/search?q=lund",
        "no-handle": "https://soundcloud.com",
        "bad-handle": "https://soundcloud.com/lund.uni",
    }
)
def test_soundcloud_address_that_is_no_account_is_refused(code, text, platform):
    check_refused(code, text, platform, "soundcloud")


@accepted(
    Account(
        platform="acast",
        handle="forskarpodden",
        url="https://shows.acast.com/forskarpodden",
        key="forskarpodden",
        spellings="""
            https://shows.acast.com/forskarpodden https://www.acast.com/forskarpodden
            https://play.acast.com/s/forskarpodden https://shows.acast.com/forskarpodden/episodes
            https://feeds.acast.com/public/shows/forskarpodden https://embed.acast.com/forskarpodden
        """,
        with_platform="forskarpodden s/forskarpodden",
    ),
)
def test_acast_show_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "track": """
            https://shows.acast.com/lund/episodes/1 https://play.acast.com/s/lund/episode-1
        """,
        "login": "https://open.acast.com/login",
        "no-handle": "https://shows.acast.com",
        "platform-page": "https://www.acast.com/podcasters",
    }
)
def test_acast_address_that_is_no_show_is_refused(code, text, platform):
    check_refused(code, text, platform, "acast")
