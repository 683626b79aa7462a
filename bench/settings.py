"""The product's own settings as served in production; only collected files go elsewhere."""

import os

from registry.settings import *  # noqa: F403

STATIC_ROOT = os.environ["BENCH_STATIC_ROOT"]
