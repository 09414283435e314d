"""Drawing depends on nothing around it and changes nothing: threads, settings, fonts, the versions that are allowed."""

from __future__ import annotations

import ast
import io
import os
import random
import re
import subprocess
import sys
import tomllib
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import packages_distributions
from pathlib import Path

import networkx as nx
import numpy as np
import pyoxigraph as ox
import pytest
from markupsafe import Markup
from PIL import Image, ImageFont

import kg
from kg.errors import UsageError
from kg.markup.environment import macros
from kg.network import load_network
from kg.network.leiden import communities
from kg.views.drawing.files import Sheet, drawing
from kg.views.drawing.fonts import FONT_FILES, text_width
from kg.views.map import draw_map, read_map
from kg.views.timeline import draw_timeline, read_timeline
from tests.pictures.reading import pixels, words

PACKAGE = Path(kg.__file__).parent
# Names of one body in the languages of the member states and observers, and of their neighbours.
NAMES = [
    "Türk Devletleri Teşkilatı",
    "Türk Dövlətləri Təşkilatı",
    "Түркі мемлекеттері ұйымы",
    "Түрк мамлекеттеринин уюму",
    "Turkiy davlatlar tashkiloti, oʻzbek",
    "Туркий давлатлар ташкилоти, ўзбек",
    "Türk Tanymy, ýurt",
    "Türk Államok Szervezete, őű",
    "Организация тюркских государств",
    "თურქულ სახელმწიფოთა ორგანიზაცია",
    "منظمة الدول التركية",
    "ארגון המדינות הטורקיות",
]


@pytest.fixture(scope="module")
def drawings(meetings: ox.Store) -> list[Callable[[], object]]:
    """All kinds of pictures, with small and large networks."""
    people = load_network(meetings, "co-participation")
    large = nx.barabasi_albert_graph(260, 2, seed=3)  # more nodes than are laid out by distances
    return [
        lambda: kg.draw(people, "svg"),
        lambda: kg.draw(people, "png", by="betweenness"),
        lambda: kg.draw(large, "svg", labels=0),
        lambda: communities(large),
        lambda: draw_timeline(read_timeline(meetings), "svg"),
        lambda: draw_map(read_map(meetings), "png"),
    ]


@pytest.fixture(scope="module")
def alone(drawings: list[Callable[[], object]]) -> list[object]:
    """What one thread draws under no settings."""
    return [draw() for draw in drawings]


@pytest.mark.campaign
def test_six_threads_draw_what_one_draws(drawings: list[Callable[[], object]], alone: list[object]) -> None:
    with ThreadPoolExecutor(6) as pool:
        together = [[pool.submit(draw) for draw in drawings] for _ in range(2)]
        assert [[each.result() for each in row] == alone for row in together] == [True, True]


def test_the_settings_of_a_user_are_neither_read_nor_changed(
    drawings: list[Callable[[], object]], alone: list[object]
) -> None:
    mpl = pytest.importorskip("matplotlib")
    mpl.use("agg")
    from matplotlib import pyplot

    mine = {"font.family": ["serif"], "font.size": 31.0, "savefig.dpi": 30.0, "svg.fonttype": "none"}
    with mpl.rc_context(mine):
        figure = pyplot.figure()
        states = [dict(mpl.rcParams), pyplot.get_fignums(), list(warnings.filters), random.getstate()]
        assert [draw() for draw in drawings] == alone
        assert [dict(mpl.rcParams), pyplot.get_fignums(), list(warnings.filters), random.getstate()] == states
        pyplot.close(figure)


def test_a_picture_needs_no_home_and_no_plotting_library(tmp_path: Path) -> None:
    """What a notebook's ``!kg draw`` meets, and a service's user without a home."""
    # Whoever asks for matplotlib gets what a broken back end gives.
    (tmp_path / "matplotlib.py").write_text("raise ImportError('a back end that is not there')", encoding="utf-8")
    store = tmp_path / "store"
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("KG_", "XDG_"))}
    environment |= {
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": "/dev/null/settings",
        "HOME": "/dev/null/home",
        "PYTHONPATH": str(tmp_path),
        "KG_STORE": str(store),
    }
    article = next(kg.examples().glob("digest-2025-11-25.yaml"))
    for command in (["load", str(article)], ["--quiet", "draw", "co-participation", str(tmp_path / "x.png")]):
        done = subprocess.run(
            [sys.executable, "-m", "kg", *command], capture_output=True, text=True, env=environment, check=False
        )
        assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert (tmp_path / "x.png").stat().st_size > 1000


def lines(told: list[str], x: float, first: float, size: float) -> Markup:
    drawn: Markup = macros("views/drawing/text.svg").lines(told, x, first, size)
    return drawn


def ink(name: str) -> tuple[np.ndarray, str]:
    """How dark each column of the picture of a name is, from the name's first to its last; and the SVG."""
    sheet = Sheet("name", 300, 30, [lines([name], 10, 20, 16)])
    dark = (255 - pixels(drawing(sheet, "png"))[:, :, 0].astype(int)).sum(axis=0)
    seen = np.flatnonzero(dark)
    return dark[seen.min() : seen.max() + 1], sheet.svg()


def test_hebrew_runs_from_right_to_left() -> None:
    # Three small letters first, then three large ones: the first letters of a Hebrew word stand at its right.
    dark, svg = ink("יייששש")
    part = len(dark) // 6
    assert dark[-part:].sum() < 0.75 * dark[:part].sum()
    assert words(svg) == ["יייששש"]  # in the order in which it is read


def test_arabic_letters_are_joined() -> None:
    dark, _ = ink("ببب")
    assert (dark > 0).all()
    apart, _ = ink("ب\u200cب\u200cب")  # the same letters, held apart
    assert (apart == 0).any()
    assert len(apart) > len(dark)


def test_a_name_that_begins_from_the_right_keeps_its_order_around_latin_letters() -> None:
    # In Hebrew, what follows the wide letters stands left of them; after Latin letters, right.
    dark, _ = ink("ששש iii")
    assert dark[: len(dark) // 3].sum() < dark[-len(dark) // 3 :].sum()
    turned, _ = ink("iii ששש")
    assert turned[: len(turned) // 3].sum() < turned[-len(turned) // 3 :].sum()


def test_all_lines_of_a_name_run_in_one_direction() -> None:
    sheet = Sheet("name", 300, 60, [lines(["ארגון המדינות", "iii ששש"], 10, 20, 16)])
    seen = (255 - pixels(drawing(sheet, "png"))[:, :, 0].astype(int))[2 * 24 :]  # the second line
    dark = np.trim_zeros(seen.sum(axis=0))
    # Alone the second line would begin at the left; in a name that begins in Hebrew it begins at the right.
    assert dark[: len(dark) // 3].sum() > dark[-len(dark) // 3 :].sum()


@pytest.mark.parametrize("name", NAMES)
def test_the_fonts_of_the_package_have_the_letters_of_all_members(name: str) -> None:
    for file in FONT_FILES:
        known = ImageFont.truetype(str(file), 40)
        box = bytes(known.getmask("\ue000"))  # for private use: a letter that the fonts lack
        assert [letter for letter in name if bytes(known.getmask(letter)) == box] == []


@pytest.mark.parametrize("bold", [False, True])
def test_widths_are_those_of_another_reader_of_the_font(bold: bool) -> None:
    units = 2048  # of the em square of DejaVu; at this size FreeType rounds nothing
    font = ImageFont.truetype(str(FONT_FILES[bold]), units, layout_engine=ImageFont.Layout.BASIC)
    for letter in {*"".join(NAMES), *"0123456789 .,;:()–—…·→"}:
        expected = font.getlength(letter) / units * 100
        assert text_width(letter, 100, bold=bold) == pytest.approx(expected, abs=0.01), letter
    assert text_width("e\u0301", 10) == text_width("e", 10)  # an accent stands on its letter
    assert text_width("\ue000", 10) > 5  # a box is drawn, and has room


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_no_wider_than_the_room_that_is_kept_for_it(name: str) -> None:
    dark, _ = ink(name)
    assert len(dark) / 2 <= text_width(name, 16) + 1  # two pixels a point


def test_a_png_has_its_size_on_paper() -> None:
    with Image.open(io.BytesIO(drawing(Sheet("x", 72, 36, []), "png"))) as image:
        assert image.size == (144, 72)
        assert image.info["dpi"] == pytest.approx((144, 144), abs=0.1)


def test_a_picture_too_large_for_pixels_is_refused_and_not_tried() -> None:
    long = Sheet("x", 940, 40_000, [])
    with pytest.raises(UsageError, match=r"too large for \.png: 940 by 40000 points"):
        drawing(long, "png")
    assert drawing(long, "svg").startswith(b"<?xml")


def test_text_and_figures_of_a_picture_are_read_by_any_program() -> None:
    """No style sheet, no reference, no font within: what drawing programs and word processors know."""
    graph = nx.DiGraph([("a", "b"), ("b", "c")])
    text = kg.draw(graph, "svg").decode()
    assert not re.search(r"<style|<use|href|url\(|@font-face|var\(|script", text)
    assert re.search(r'font-family="DejaVu Sans, Verdana, [^"]*sans-serif"', text)


def test_what_is_imported_is_named_as_a_dependency() -> None:
    """A package that only another package brings leaves with that one."""
    top = PACKAGE.parent / "pyproject.toml"
    if not top.is_file():
        pytest.skip("the package is installed without its checkout")
    project = tomllib.loads(top.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["notebook"], *extras["fast"]]
    named = {re.split(r"[^\w.-]", each, maxsplit=1)[0].lower().replace("_", "-") for each in wanted}
    brought = packages_distributions()
    lacking = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in {each.partition(".")[0] for each in names} - sys.stdlib_module_names - {"kg", ""}:
                distributions = {each.lower().replace("_", "-") for each in brought.get(name, [name])}
                lacking |= set() if distributions & named else {f"{path.name}: {name}"}
    assert lacking == set()
