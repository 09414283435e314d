"""Pages of one file in a real browser, from disk and without a network."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.browser import collect

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
    told, log = collect(frames, folder, folder / "profile")
    return {(each["page"], each["width"]): each for each in told}, log
