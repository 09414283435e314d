"""Measures kg against what it stands on, side by side in one run, and prints ratios.

Usage: python benchmarks/run.py [--articles 1000] [--large 10000] [--judged 50] [--runs 7] [PART …]

Parts: load, memory, query, network; all by default. Times are those of whole processes, user and system, unless a
row says otherwise. Bare times depend on the machine; quote the ratios.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.corpus import write_corpus

KG = [sys.executable, "-m", "kg"]

BULK = """
import sys, time, pyoxigraph as ox
store = ox.Store(sys.argv[2])
began = time.perf_counter()
store.bulk_load(path=sys.argv[1], format=ox.RdfFormat.N_QUADS)
store.flush()
print(time.perf_counter() - began)
"""

RDFLIB_AND_PYSHACL = """
import sys, time
from pathlib import Path
import pyshacl, rdflib
from kg.resources import ontology_folder
shapes = rdflib.Graph()
for file in sorted((ontology_folder() / "shapes").glob("*.ttl")):
    shapes.parse(file)
began = time.perf_counter()
dataset = rdflib.Dataset(default_union=True)
dataset.parse(sys.argv[1], format="nquads")
pyshacl.validate(dataset, shacl_graph=shapes)
print(time.perf_counter() - began)
"""

# For each measure: kg, the best of three or more, and networkx, once.
MEASURES = """
import random, sys, time
import networkx
import kg
nodes, edges, *names = sys.argv[1:]
nodes, edges = int(nodes), int(edges)
random.seed(1)
pairs = set()
while len(pairs) < edges:
    a, b = random.sample(range(nodes), 2)
    pairs.add((min(a, b), max(a, b)))
graph = networkx.Graph(sorted(pairs))
others = {
    "betweenness": networkx.betweenness_centrality,
    "closeness": networkx.closeness_centrality,
    "harmonic": networkx.harmonic_centrality,
    "pagerank": networkx.pagerank,
    "eigenvector": lambda g: networkx.eigenvector_centrality(g, 1000, 1e-10),
    "core": networkx.core_number,
    "clustering": networkx.clustering,
    "constraint": networkx.constraint,
    "effective-size": networkx.effective_size,
}
def timed(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
for name in names:
    turns, until = [], time.perf_counter() + 2
    while len(turns) < 3 or (len(turns) < 30 and time.perf_counter() < until):
        turns.append(timed(lambda: kg.rank(graph, by=name)))
    print(name, min(turns), timed(lambda: others[name](graph)), flush=True)
"""
LARGE = ("betweenness", "closeness", "harmonic", "pagerank", "eigenvector", "core", "clustering")
SMALL = ("constraint", "effective-size")  # in networkx, minutes on the large graph


@dataclass(frozen=True)
class Run:
    """One finished process: seconds of wall clock and of CPU, peak memory in MiB, and what it printed."""

    wall: float
    cpu: float
    peak: float
    output: str


def run(*command: str | Path) -> Run:
    """Run a command to its end; it must succeed."""
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen([str(word) for word in command], stdout=output)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(map(str, command))} ended with {process.returncode}")
        output.seek(0)
        text = output.read()
    return Run(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, text)


def row(name: str, ratio: float, goal: str, detail: str) -> None:
    """Print one line of the report."""
    print(f"{name:58}  {ratio:6.2f}  {goal:>8}   {detail}", flush=True)


def load(options: argparse.Namespace, folder: Path) -> None:
    """Loading against bare Oxigraph, and against rdflib with pySHACL."""
    corpus, store, quads = folder / "corpus.jsonl", folder / "store", folder / "quads.nq"
    write_corpus(options.articles, corpus)
    loaded = run(*KG, "load", corpus, "--store", store)
    run(*KG, "export", quads, "--store", store)
    bare = float(run(sys.executable, "-c", BULK, quads, folder / "bare").output)
    lines = sum(1 for _ in quads.open("rb"))
    detail = f"{loaded.wall:.1f} s against {bare:.1f} s, {lines:,} quads, {options.articles} articles"
    row("kg load : Oxigraph's bulk load of the same quads", loaded.wall / bare, "≤ 5", detail)

    write_corpus(options.judged, corpus)
    shutil.rmtree(store)
    loaded = run(*KG, "load", corpus, "--store", store)
    run(*KG, "export", quads, "--store", store)
    slow = float(run(sys.executable, "-c", RDFLIB_AND_PYSHACL, quads).output)
    detail = f"{loaded.wall:.1f} s against {slow:.1f} s, {options.judged} articles"
    row("kg load : rdflib's parse and pySHACL of the same quads", loaded.wall / slow, "≤ 0.5", detail)


def memory(options: argparse.Namespace, folder: Path) -> None:
    """Peak memory of a large load against a small one."""
    peaks = []
    for number in (options.articles, options.large):
        write_corpus(number, folder / "corpus.jsonl")
        store = folder / f"store-{number}"
        peaks.append(run(*KG, "load", folder / "corpus.jsonl", "--store", store, "--format", "json").peak)
        shutil.rmtree(store)
    detail = f"{peaks[1]:.0f} MiB of {options.large} articles against {peaks[0]:.0f} MiB of {options.articles}"
    row("peak memory of kg load, large : small", peaks[1] / peaks[0], "≤ 1.5", detail)


def query(options: argparse.Namespace, folder: Path) -> None:
    """A warm query, and the help, against the bare imports of what they need."""
    store = folder / "store"
    run(*KG, "load", Path(__file__).parent.parent / "examples" / "articles", "--store", store)
    ask = [*KG, "query", "bilateral-forums", "--store", str(store)]
    versus(options, "kg query : python -c 'import pyoxigraph, click'", "≤ 3", ask, "import pyoxigraph, click")
    versus(options, "kg --help : python -c 'import click'", "≤ 2", [*KG, "--help"], "import click")


def versus(options: argparse.Namespace, name: str, goal: str, command: list[str], imports: str) -> None:
    """The median ratio of a command to bare imports, run in turn."""
    bare = [sys.executable, "-c", imports]
    pairs = [(run(*command).wall, run(*bare).wall) for _ in range(options.runs + 1)][1:]
    ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    row(name, ratio, goal, f"{ours * 1000:.0f} ms against {theirs * 1000:.0f} ms, median of {options.runs} pairs")


def network(_: argparse.Namespace, __: Path) -> None:
    """Measures on random graphs, against networkx."""
    for nodes, edges, names in ((3_000, 30_000, LARGE), (1_000, 5_000, SMALL)):
        done = run(sys.executable, "-c", MEASURES, str(nodes), str(edges), *names)
        for line in done.output.splitlines():
            name, *seconds = line.split()
            ours, networkxs = map(float, seconds)
            size = f"{nodes:,} nodes, {edges:,} edges"
            detail = f"{_time(networkxs)} against {_time(ours)}, {size}"
            row(f"{name}, networkx : kg", networkxs / ours, "≥ 30" if name == "betweenness" else "", detail)


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


PARTS: dict[str, Callable[[argparse.Namespace, Path], None]] = {
    "load": load,
    "memory": memory,
    "query": query,
    "network": network,
}


def main() -> None:
    """Run the parts that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART")
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--large", type=int, default=10_000)
    parser.add_argument("--judged", type=int, default=50)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    print(f"{'measure':58}  {'ratio':>6}  {'goal':>8}   detail")
    for name in options.parts or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            PARTS[name](options, Path(folder))


if __name__ == "__main__":
    main()
