"""Platforms that are gone, link shorteners and link pages: hosts that hold no account of anybody.

A year is given only where the closing is well known; the years are the owners' own announcements.
"""

from dataclasses import dataclass

from accounts.platforms.tables import listed


@dataclass(frozen=True)
class DeadPlatform:
    """A platform that can hold no living account; ``closed_in`` is None where it just faded."""

    name: str
    closed_in: int | None = None


DEAD_PLATFORMS = {
    "plus.google.com": DeadPlatform("Google+", 2019),
    "myspace.com": DeadPlatform("MySpace"),
    "ustream.tv": DeadPlatform("Ustream"),
    "vine.co": DeadPlatform("Vine", 2017),
    "periscope.tv": DeadPlatform("Periscope", 2021),
    "pscp.tv": DeadPlatform("Periscope", 2021),
    "storify.com": DeadPlatform("Storify", 2018),
    "friendfeed.com": DeadPlatform("FriendFeed", 2015),
    "friendster.com": DeadPlatform("Friendster"),
    "orkut.com": DeadPlatform("Orkut", 2014),
    "posterous.com": DeadPlatform("Posterous", 2013),
    "gowalla.com": DeadPlatform("Gowalla"),
    "foursquare.com": DeadPlatform("Foursquare City Guide"),
    "justin.tv": DeadPlatform("Justin.tv", 2014),
    "blip.tv": DeadPlatform("Blip", 2015),
    "mixer.com": DeadPlatform("Mixer", 2020),
    "meerkatapp.co": DeadPlatform("Meerkat", 2016),
    "klout.com": DeadPlatform("Klout", 2018),
    "delicious.com": DeadPlatform("Delicious"),
    "del.icio.us": DeadPlatform("Delicious"),
    "video.google.com": DeadPlatform("Google Video", 2012),
    "picasaweb.google.com": DeadPlatform("Picasa", 2016),
    "lunarstorm.se": DeadPlatform("LunarStorm", 2010),
    "post.news": DeadPlatform("Post", 2024),
    "cohost.org": DeadPlatform("Cohost", 2024),
}

SHORT_LINKS = listed(
    "1url.com amzn.to bit.do bit.ly bitly.com buff.ly cutt.ly db.tt dlvr.it goo.gl hubs.ly "
    "hubs.li ift.tt is.gd j.mp ow.ly qr.ae qrco.de rb.gy rebrand.ly s.id shorturl.at "
    "short.link soo.gd t.ly tiny.cc tinyurl.com trib.al url.ie v.gd wp.me x.gd"
)

LINK_PAGES = listed(
    "about.me allmylinks.com beacons.ai bio.link bio.site campsite.bio carrd.co linkin.bio "
    "linktr.ee linktree.com lnk.bio lnk.to milkshake.app solo.to taplink.cc"
)

#: Services that wrap somebody else's address in their own; mail programs paste these.
REDIRECTS = listed("safelinks.protection.outlook.com urldefense.com urldefense.proofpoint.com")
