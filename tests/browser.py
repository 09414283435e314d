"""A real browser for tests: headless, from disk, and without a network."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from html import unescape
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed here (chromium, google-chrome)")
OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND"),
    *("--enable-logging=stderr", "--v=0", "--virtual-time-budget=60000", "--dump-dom"),
)
COLLECT = """<!DOCTYPE html><meta charset="utf-8"><title>all pages</title><pre id="found"></pre><script>
var found = [];
addEventListener('message', function (e) { found.push(e.data);
  document.getElementById('found').textContent = JSON.stringify(found); });
</script>"""


def browse(address: str, profile: Path) -> tuple[str, str]:
    """The page as the browser has it after its scripts, and what the browser logs."""
    assert CHROMIUM is not None
    command = [CHROMIUM, *OPTIONS, f"--user-data-dir={profile}", address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True)
    return done.stdout, done.stderr


def collect(frames: Iterable[str], folder: Path, profile: Path) -> tuple[list[dict[str, Any]], str]:
    """What pages in frames post to the page around them, which is written into ``folder``; and the browser's log."""
    around = folder / "all-pages.html"
    around.write_text(COLLECT + "".join(frames), encoding="utf-8")
    dom, log = browse(around.as_uri(), profile)
    found = re.search(r'<pre id="found">(.*?)</pre>', dom, re.S)
    assert found is not None, log
    told: list[dict[str, Any]] = json.loads(unescape(found[1]) or "[]")
    return told, log
