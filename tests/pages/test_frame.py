"""The frame of pages that are one file: what it admits, and what it refuses."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest

from kg.markup.environment import _environment
from kg.markup.page import json_block, render_page


def policy(page: str) -> dict[str, str]:
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    assert found is not None
    return dict(each.strip().split(" ", 1) for each in found[1].split(";"))


def test_the_policy_admits_the_own_script_and_style_and_nothing_else() -> None:
    page = render_page("A page", "<p>x</p>", script="var a = 1;\n", style="p { color: red; }").decode()
    told = policy(page)
    assert told["default-src"] == told["base-uri"] == told["form-action"] == "'none'"
    for element in ("script", "style"):
        content = re.findall(f"<{element}>(.*?)</{element}>", page, re.S)
        assert len(content) == 1
        digest = base64.b64encode(hashlib.sha256(content[0].encode()).digest()).decode()
        assert told[f"{element}-src"] == f"'sha256-{digest}'"
    # Before anything that it has to hold back.
    assert page.index("Content-Security-Policy") < page.index("<style") < page.index("<script")


def test_a_page_without_a_script_admits_none() -> None:
    page = render_page("A page", "").decode()
    assert policy(page)["script-src"] == "'none'"
    assert "<script" not in page


def test_a_title_is_text() -> None:
    page = render_page("</title><script>alert(1)</script>", "").decode()
    assert "<script" not in page
    assert page.count("</title>") == 1
    assert "<h1>&lt;/title&gt;&lt;script&gt;" in page


@pytest.mark.parametrize("code", ["a = '</script>'", "a = '<!--'", "a = '</STYLE >'", "a\r\nb"])
def test_code_that_would_break_out_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="holds"):
        render_page("A page", "", script=code)
    with pytest.raises(ValueError, match="holds"):
        render_page("A page", "", style=code)


def test_data_for_a_script_come_back_whole_and_cannot_end_early() -> None:
    value = {"</script><script>alert(1)</script>": ["<!-- & ]]>", "ə ı İ \u2028 \ud800", None, 1.5]}
    block = json_block("data", value)
    inside = re.fullmatch(r'<script type="application/json" id="data">(.*)</script>', block)
    assert inside is not None
    assert not set("<>&") & set(inside[1])
    assert json.loads(inside[1]) == value
    block.encode("ascii")


def test_what_is_joined_in_a_template_is_escaped_and_made_visible_too() -> None:
    template = _environment().from_string("{{ values|join(', ') }}")
    assert template.render(values=["a\u202eb", "<c>", None]) == "a\ufffdb, &lt;c&gt;"
