"""What every register starts with: the search index, the platforms, common audiences."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations
from django.utils import timezone

from accounts.models import search_index

PLATFORMS = (
    ("facebook", "Facebook", "text app key"),
    ("instagram", "Instagram", "text app"),
    ("threads", "Threads", "text app"),
    ("x", "X (Twitter)", "text app key"),
    ("linkedin", "LinkedIn", "text app"),
    ("youtube", "YouTube", "text app prompt key"),
    ("tiktok", "TikTok", "app text email"),
    ("snapchat", "Snapchat", "text app"),
    ("mastodon", "Mastodon", "app key"),
    ("bluesky", "Bluesky", "email"),
    ("flickr", "Flickr", ""),
    ("vimeo", "Vimeo", "app email"),
    ("pinterest", "Pinterest", "text app"),
    ("whatsapp", "WhatsApp", "app email"),
    ("discord", "Discord", "text app key"),
    ("spotify", "Spotify", ""),
    ("soundcloud", "SoundCloud", "app"),
    ("acast", "Acast", ""),
    ("wechat", "WeChat", ""),
    ("weibo", "Weibo", ""),
    ("vk", "VK", "text app"),
    ("telegram", "Telegram", "app"),
    ("twitch", "Twitch", "text app"),
    ("reddit", "Reddit", "app"),
    ("tumblr", "Tumblr", "text app"),
    ("medium", "Medium", ""),
    ("github", "GitHub", "app key prompt"),
    ("dailymotion", "Dailymotion", "app"),
    ("blog", "Blog", ""),
)
AUDIENCES = (
    ("prospective-students", "Blivande studenter", "Prospective students"),
    ("students", "Studenter", "Students"),
    ("international-students", "Internationella studenter", "International students"),
    ("researchers", "Forskare", "Researchers"),
    ("staff", "Medarbetare", "Staff"),
    ("alumni", "Alumner", "Alumni"),
    ("schools", "Skolor och lärare", "Schools and teachers"),
    ("business", "Näringsliv och samarbetspartner", "Business and partners"),
    ("media", "Medier", "Media"),
    ("donors", "Givare", "Donors"),
    ("public", "Allmänheten", "The general public"),
)


def load(apps, schema_editor) -> None:
    get = apps.get_model
    get("accounts", "Platform").objects.bulk_create(
        get("accounts", "Platform")(
            code=code, name=name, position=position, two_step_methods=methods.split()
        )
        for position, (code, name, methods) in enumerate(PLATFORMS)
    )
    get("accounts", "Audience").objects.bulk_create(
        get("accounts", "Audience")(code=code, name_sv=sv, name_en=en, position=position)
        for position, (code, sv, en) in enumerate(AUDIENCES)
    )
    get("accounts", "Revision").objects.create(id=1, token="start", moved_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = (("accounts", "0001_initial"),)
    operations = (
        TrigramExtension(),
        migrations.RunPython(search_index.install, search_index.remove),
        migrations.RunPython(load, migrations.RunPython.noop),
    )
