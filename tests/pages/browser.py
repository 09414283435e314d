"""Pages of one file in a real browser, from disk and without a network."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed here (chromium, google-chrome)")
OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND"),
    *("--enable-logging=stderr", "--v=0"),
)
# Before all else on a page: what goes wrong, from the first moment on. A pointer that a test makes up cannot be
# captured, so that is left out.
WATCH = """
var faults = [];
addEventListener('error', function (e) { faults.push(String(e.message || e.target.outerHTML)); }, true);
addEventListener('securitypolicyviolation', function (e) { faults.push('policy: ' + e.violatedDirective); });
Element.prototype.setPointerCapture = function () {};
"""
REPORT = """
addEventListener('load', function () { setTimeout(function () {
  var told;
  try { told = (function () { %s }()); } catch (error) { faults.push(String(error.stack)); }
  parent.postMessage({ page: name, width: innerWidth, content: document.scrollingElement.scrollWidth, faults: faults,
    loads: performance.getEntriesByType('resource').map(function (each) { return each.name; }), told: told }, '*');
}, 50); });
"""
COLLECT = """<!DOCTYPE html><meta charset="utf-8"><title>all pages</title><pre id="found"></pre><script>
var found = [];
addEventListener('message', function (e) { found.push(e.data);
  document.getElementById('found').textContent = JSON.stringify(found); });
</script>"""


def browse(address: str, folder: Path) -> tuple[str, str]:
    """The page as the browser has it after its scripts, and what the browser logs."""
    assert CHROMIUM is not None
    command = [CHROMIUM, *OPTIONS, f"--user-data-dir={folder}", "--virtual-time-budget=20000", "--dump-dom", address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True)
    return done.stdout, done.stderr


def admit(page: str, *scripts: str) -> str:
    """A copy of a page with more scripts, the first before all else: its policy admits them, and is the same else."""
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    more = " ".join(f"'sha256-{digest}'" for digest in digests)
    page, count = re.subn(r"script-src ('sha256-[^']*')", lambda found: f"script-src {found[1]} {more}", page, count=1)
    assert count == 1
    first, *others = scripts
    at = page.index(">", page.index("Content-Security-Policy")) + 1
    page = f"{page[:at]}<script>{first}</script>{page[at:]}"
    return page.replace("</body>", "".join(f"<script>{each}</script>" for each in others) + "</body>")


def measure(
    pages: Mapping[str, str], what: str, widths: tuple[int, ...], folder: Path
) -> tuple[dict[tuple[str, int], dict[str, Any]], str]:
    """What a script returns on each page at each width, with faults and what was loaded; and the browser's log."""
    frames = []
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(admit(page, WATCH, REPORT % what), encoding="utf-8")
        frames += [
            f'<iframe name="{name}" src="{name}.html" style="width:{width}px;height:900px;border:0"></iframe>'
            for width in widths
        ]
    (folder / "all.html").write_text(COLLECT + "".join(frames), encoding="utf-8")
    dom, log = browse((folder / "all.html").as_uri(), folder / "profile")
    found = re.search(r'<pre id="found">(.*?)</pre>', dom, re.S)
    assert found is not None, log
    told = json.loads(unescape(found[1]) or "[]")
    return {(each["page"], each["width"]): each for each in told}, log
