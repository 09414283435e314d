"""Two versions of an ontology compared, the number that the changes ask for, and annotations brought along."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg.cli.main import cli
from kg.errors import InputError, UsageError
from kg.namespaces import DEFAULT_BASE
from kg.resources import examples_folder
from kg.versions import Change, Changes, Effect, compare, migrate, read_migrations, read_snapshot, render_changes

DATA = Path(__file__).resolve().parents[1] / "data" / "versions"
OLD, NEW = str(DATA / "1.2.0"), str(DATA / "1.3.0")
MODULE = (DATA / "1.2.0" / "modules" / "core.ttl").read_text(encoding="utf-8")
SHAPE = (DATA / "1.2.0" / "shapes" / "Meeting.ttl").read_text(encoding="utf-8")
TNK = "https://w3id.org/turkic-ngo-kg/ontology#"


def folder(path: Path, *, module: str = MODULE, shape: str = SHAPE) -> str:
    for name, text in (("modules/core.ttl", module), ("shapes/Meeting.ttl", shape)):
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return str(path)


def after(tmp_path: Path, old: str, new: str) -> Changes:
    """The changes when one piece of the made-up ontology gives way to another."""
    assert (old in MODULE) + (old in SHAPE) == 1, old
    changed = folder(tmp_path / "new", module=MODULE.replace(old, new, 1), shape=SHAPE.replace(old, new, 1))
    return compare(read_snapshot(OLD), read_snapshot(changed))


def told(changes: Changes) -> set[tuple[str, str, str]]:
    return {(change.what, change.term.rpartition("#")[2], change.effect.name) for change in changes.changes}


# What each edit means, by the rule: major where what was right may become wrong, minor where more becomes possible.
EDITS = [
    ('label "agent"@en', 'label "doer"@en', {("changed", "Agent", "PATCH")}),
    ('definition "A human being."@en', 'definition "Someone."@en', {("changed", "Person", "PATCH")}),
    ("subClassOf tnk:Union", "subClassOf tnk:Agent", {("changed", "Guild", "MAJOR")}),
    ("subClassOf tnk:Union", "subClassOf tnk:Union , tnk:Meeting", {("changed", "Guild", "MINOR")}),
    ('kind "meeting"', 'kind "session"', {("changed", "Meeting", "MAJOR")}),
    ("( tnk:Person tnk:Union ) ]", "( tnk:Union tnk:Person ) ]", set()),
    ("( tnk:Person tnk:Union ) ]", "( tnk:Person tnk:Union tnk:Meeting ) ]", {("changed", "attends", "MINOR")}),
    ("( tnk:Person tnk:Union ) ]", "( tnk:Person tnk:Agent ) ]", {("changed", "attends", "MINOR")}),
    ("( tnk:Person tnk:Union ) ]", "( tnk:Person tnk:Guild ) ]", {("changed", "attends", "MAJOR")}),
    ("domain tnk:Guild", "domain tnk:Union", {("changed", "since", "MINOR")}),
    ("domain tnk:Guild", "domain tnk:Person", {("changed", "since", "MAJOR")}),
    ("    rdfs:domain tnk:Guild ;\n", "", {("changed", "since", "MINOR")}),
    ("range tnk:Meeting", "range tnk:Guild", {("changed", "attends", "MAJOR")}),
    ("range xsd:string", "range xsd:integer", {("changed", "since", "MAJOR")}),
    ("    tnk:takesQualifier tnk:since ;\n", "", {("changed", "attends", "MAJOR")}),
    ('usedAs "qualifier"', 'usedAs "qualifier" , "attribute"', {("changed", "since", "MINOR")}),
    (
        "attends a owl:ObjectProperty",
        "attends a owl:ObjectProperty , owl:FunctionalProperty",
        {("changed", "attends", "MAJOR")},
    ),
    (
        "attends a owl:ObjectProperty",
        "attends a owl:ObjectProperty , owl:SymmetricProperty",
        {("changed", "attends", "MINOR")},
    ),
    ("since a owl:DatatypeProperty", "since a owl:ObjectProperty", {("changed", "since", "MAJOR")}),
    ("tnk:Union tnk:Meeting ) .", "tnk:Union ) .", {("removed", "", "MINOR")}),
    ("tnk:Union tnk:Meeting ) .", "tnk:Union tnk:Meeting tnk:Guild ) .", {("added", "", "MAJOR")}),
    ("tnk:Agent a owl:Class ;", "tnk:Agent a owl:Class ; owl:deprecated true ;", {("deprecated", "Agent", "MINOR")}),
    ("sh:minCount 1", "sh:minCount 0", {("changed", "since", "MINOR")}),
    ("sh:minCount 1", "sh:minCount 2", {("changed", "since", "MAJOR")}),
    ("sh:maxCount 2", "sh:maxCount 1", {("changed", "since", "MAJOR")}),
    ("sh:maxCount 2", "sh:maxCount 10", {("changed", "since", "MINOR")}),
    ("    sh:maxCount 2 ;\n", "", {("changed", "since", "MINOR")}),
    ('( "spring" "autumn" )', '( "autumn" "spring" )', set()),
    ('( "spring" "autumn" )', '( "autumn" "spring" "early (or late) winter" )', {("changed", "since", "MINOR")}),
    ('( "spring" "autumn" )', '( "spring" )', {("changed", "since", "MAJOR")}),
    ("[ sh:class tnk:Union ] )", "[ sh:class tnk:Union ] [ sh:class tnk:Meeting ] )", {("changed", "since", "MINOR")}),
    ("[ sh:class tnk:Union ] )", "[ sh:class tnk:Guild ] )", {("changed", "since", "MAJOR")}),
    ("sh:severity sh:Warning", "sh:severity sh:Violation", {("changed", "since", "MAJOR")}),
    ("sh:severity sh:Warning", "sh:severity sh:Info", {("changed", "since", "MINOR")}),
    ("targetSubjectsOf tnk:since", "targetSubjectsOf tnk:since , tnk:attends", {("changed", "since", "MAJOR")}),
    ("targetSubjectsOf tnk:since", "targetSubjectsOf tnk:since , tnk:brandNew", {("changed", "since", "MINOR")}),
    ('message "A season."@en', 'message "Name a season."@en', {("changed", "since", "PATCH")}),
]


@pytest.mark.parametrize(("old", "new", "expected"), EDITS, ids=range(len(EDITS)))
def test_what_an_edit_means(old: str, new: str, expected: set[tuple[str, str, str]], tmp_path: Path) -> None:
    assert told(after(tmp_path, old, new)) == expected


def without(text: str, start: str) -> str:
    """The Turtle without the paragraph that begins so."""
    kept = [part for part in text.split("\n\n") if not part.startswith(start)]
    assert len(kept) == len(text.split("\n\n")) - 1
    return "\n\n".join(kept)


def test_terms_and_shapes_that_come_and_go(tmp_path: Path) -> None:
    fewer = folder(tmp_path / "fewer", module=without(MODULE, "tnk:Guild"), shape=without(SHAPE, "tnks:since") + "\n")
    old, new = read_snapshot(OLD), read_snapshot(fewer)
    assert told(compare(old, new)) == {("removed", "Guild", "MAJOR"), ("removed", "since", "MINOR")}
    # A shape that comes can reject articles that were sound, unless it only warns, as this one does.
    assert told(compare(new, old)) == {("added", "Guild", "MINOR"), ("added", "since", "MINOR")}
    strict = folder(tmp_path / "strict", shape=SHAPE.replace("sh:Warning", "sh:Violation"))
    assert ("added", "since", "MAJOR") in told(compare(new, read_snapshot(strict)))


def test_a_removed_term_that_another_replaces_is_a_rename(tmp_path: Path) -> None:
    module = MODULE.replace("tnk:Guild", "tnk:Circle").replace(
        'label "guild"@en', 'label "circle"@en ; <http://purl.org/dc/terms/replaces> tnk:Guild'
    )
    changes = compare(read_snapshot(OLD), read_snapshot(folder(tmp_path, module=module)))
    (renamed,) = [change for change in changes.changes if change.what == "renamed"]
    assert renamed == Change("renamed", "class", TNK + "Guild", "", (), (TNK + "Circle",), Effect.MAJOR)


def test_the_two_made_up_versions() -> None:
    changes = compare(read_snapshot(OLD), read_snapshot(NEW))
    assert told(changes) == {
        ("renamed", "Guild", "MINOR"),
        ("added", "Circle", "MINOR"),
        ("added", "Decree", "MINOR"),
        ("changed", "attends", "MINOR"),
        ("changed", "Person", "PATCH"),
    }
    assert (changes.effect, changes.needed, changes.findings) == (Effect.MINOR, "1.3.0", ())


def test_a_version_has_not_changed_against_itself_in_whatever_order_it_is_written(tmp_path: Path) -> None:
    turned = folder(tmp_path / "turned", module=turned_round(MODULE), shape=turned_round(SHAPE))
    changes = compare(read_snapshot(OLD), read_snapshot(turned))
    assert changes.changes == ()
    assert changes.needed == "1.2.0"
    bundled = read_snapshot("bundled")
    assert compare(bundled, bundled).changes == ()
    assert len(bundled.terms) > 200


def turned_round(turtle: str) -> str:
    triples = list(ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True))
    text = ox.serialize((quad.triple for quad in reversed(triples)), format=ox.RdfFormat.N_TRIPLES)
    assert text is not None
    return text.decode()


# Semantic Versioning 2.0.0; before 1.0.0 the second number takes the place of the first.
@pytest.mark.parametrize(
    ("old", "edit", "new", "needed", "enough"),
    [
        ("1.2.3", "patch", "1.2.3", "1.2.4", False),
        ("1.2.3", "patch", "1.2.4", "1.2.4", True),
        ("1.2.3", "minor", "1.2.4", "1.3.0", False),
        ("1.2.3", "minor", "1.3.0", "1.3.0", True),
        ("1.2.3", "major", "1.9.9", "2.0.0", False),
        ("1.2.3", "major", "2.0.0", "2.0.0", True),
        ("1.2.3", "major", "3.1.0", "2.0.0", True),
        ("0.1.0", "major", "0.1.1", "0.2.0", False),
        ("0.1.0", "major", "0.2.0", "0.2.0", True),
        ("0.1.0", "minor", "0.1.1", "0.1.1", True),
        ("0.9.0", "major", "0.10.0", "0.10.0", True),
        ("1.2.3", "none", "1.2.3", "1.2.3", True),
        ("1.2.3", "none", "1.2.2", "1.2.3", False),
    ],
)
def test_the_number_that_changes_ask_for(
    old: str, edit: str, new: str, needed: str, enough: bool, tmp_path: Path
) -> None:
    edits = {
        "none": ("", ""),
        "patch": ('"agent"@en', '"doer"@en'),
        "minor": ('"guild"@en .', '"guild"@en . tnk:Club a owl:Class .'),
        "major": ("subClassOf tnk:Union", "subClassOf tnk:Agent"),
    }
    before, after_ = edits[edit]
    one = folder(tmp_path / "one", module=MODULE.replace("1.2.0", old))
    two = folder(tmp_path / "two", module=MODULE.replace("1.2.0", new).replace(before, after_, 1))
    changes = compare(read_snapshot(one), read_snapshot(two))
    assert changes.effect.name.lower() == edit
    assert changes.needed == needed
    assert [finding.code for finding in changes.findings] == ([] if enough else ["version-too-small"])


def test_a_version_that_is_missing_or_contradicts_itself_is_told(tmp_path: Path) -> None:
    numberless = after(tmp_path, '    owl:versionInfo "1.2.0" .', '    rdfs:label "no number"@en .')
    assert [finding.code for finding in numberless.findings] == ["no-version"]
    contradicting = after(tmp_path, 'versionInfo "1.2.0"', 'versionInfo "1.4.0"')
    assert [finding.code for finding in contradicting.findings] == ["version-iri-differs"]


def test_rendering_shortens_names_and_tells_only_what_differs() -> None:
    changes = compare(read_snapshot(OLD), read_snapshot(NEW))
    text = render_changes(changes, "text")
    assert "renamed: class tnk:Guild → tnk:Circle" in text
    assert "changed: relation tnk:attends, rdfs:domain: + tnk:Decree" in text
    assert "The least version for this: 1.3.0" in text
    markdown = render_changes(changes, "markdown")
    assert "# From 1.2.0 to 1.3.0" in markdown
    assert "- added: class `tnk:Decree`" in markdown


def test_the_command_tells_by_its_exit_code(tmp_path: Path) -> None:
    run = CliRunner()
    good = run.invoke(cli, ["changes", OLD, NEW, "--format", "json"])
    assert good.exit_code == 0, good.output
    assert json.loads(good.stdout)["effect"] == "minor"
    bad = run.invoke(cli, ["changes", OLD, folder(tmp_path, module=without(MODULE, "tnk:Guild"))])
    assert bad.exit_code == 1
    assert "at least 2.0.0" in bad.stderr
    one_file = str(Path(OLD) / "modules" / "core.ttl")
    assert run.invoke(cli, ["changes", one_file, one_file]).exit_code == 0


@pytest.mark.parametrize("what", ["missing", "empty", "broken", "circle"])
def test_what_cannot_be_compared_is_a_fault(what: str, tmp_path: Path) -> None:
    if what == "empty":
        tmp_path.joinpath("empty").mkdir()
    elif what == "broken":
        folder(tmp_path / what, module="tnk:Agent a owl:Class .")
    elif what == "circle":
        folder(tmp_path / what, module="<x:a> <x:b> _:c . _:c <x:b> _:d . _:d <x:b> _:c .")
    with pytest.raises(InputError):
        read_snapshot(str(tmp_path / what))


ANNOTATION = """\ufeffkg: 1   # attends, Guild: a comment stays\r
article: {id: a-1, title: "Guild attends", publisher: {type: Guild, name: Guild}}
entities:
  aksu:
    type: 'Guild'     # quoted
    name: {en: Guild}
    aka: [attends, Guild]
    "attends": fair
    status: wished
  fair: {type: Meeting, name: fair, hasTheme: [{id: theme/ecology}, {id: theme/other}]}
  Guild: {type: Person, name: wished, id: person/guild}
mentions:
  - {of: Guild, quote: Guild}
relations:
  - {subject: aksu, relation: attends, object: fair, since: spring, modality: wish, quote: attends}
  - {subject: fair, relation: status, value: "wished", quote: [wished, Guild]}
  - {subject: Guild, relation: note, value: wished, quote: attends, statement: s1}
  - {subject: aksu, relation: attends, object: fair, since: [x, {value: y, modality: wish, quote: wish}]}
  - {subject: aksu, relation: attends, object: fair, status: {value: wished, quote: wished}}
  - {subject: aksu, relation: attends, object: fair, hasTheme: {value: {id: theme/ecology}, modality: negated}}
  - {subject: aksu, relation: attends, oneOf: [{id: theme/ecology}, fair], corrects: wished, source: wished}
  - {subjectOneOf: [{id: theme/ecology}, aksu], relation: attends, object: fair}
sources:
  - {id: wished, publisher: {type: Guild, name: Guild, id: person/guild}, title: Guild}
  - {id: Guild, publisher: Guild, within: wished}
statements:
  - {id: s1, speaker: Guild, mode: direct, kind: [evaluation, fact], quote: evaluation, about: [{id: theme/ecology}]}
"""
MIGRATED = """\ufeffkg: 1   # attends, Guild: a comment stays\r
article: {id: a-1, title: "Guild attends", publisher: {type: Circle, name: Guild}}
entities:
  aksu:
    type: 'Circle'     # quoted
    name: {en: Guild}
    aka: [attends, Guild]
    "takesPartIn": fair
    status: hoped
  fair: {type: Meeting, name: fair, hasTheme: [{id: theme/nature}, {id: theme/other}]}
  Guild: {type: Person, name: wished, id: person/guild}
mentions:
  - {of: Guild, quote: Guild}
relations:
  - {subject: aksu, relation: takesPartIn, object: fair, sinceWhen: spring, modality: hope, quote: attends}
  - {subject: fair, relation: status, value: "hoped", quote: [wished, Guild]}
  - {subject: Guild, relation: note, value: wished, quote: attends, statement: s1}
  - {subject: aksu, relation: takesPartIn, object: fair, sinceWhen: [x, {value: y, modality: hope, quote: wish}]}
  - {subject: aksu, relation: takesPartIn, object: fair, status: {value: hoped, quote: wished}}
  - {subject: aksu, relation: takesPartIn, object: fair, hasTheme: {value: {id: theme/nature}, modality: negated}}
  - {subject: aksu, relation: takesPartIn, oneOf: [{id: theme/nature}, fair], corrects: wished, source: wished}
  - {subjectOneOf: [{id: theme/nature}, aksu], relation: takesPartIn, object: fair}
sources:
  - {id: wished, publisher: {type: Circle, name: Guild, id: person/guild}, title: Guild}
  - {id: Guild, publisher: Guild, within: wished}
statements:
  - {id: s1, speaker: Guild, mode: direct, kind: [judgement, fact], quote: evaluation, about: [{id: theme/nature}]}
"""


def written(tmp_path: Path, text: str, name: str = "article.yaml") -> Path:
    file = tmp_path / name
    file.write_bytes(text.encode())
    return file


def test_only_the_renamed_words_change(tmp_path: Path) -> None:
    done = migrate(written(tmp_path, ANNOTATION), read_migrations(Path(NEW)))
    assert done.findings == ()
    assert done.before == ANNOTATION
    assert done.after == MIGRATED
    again = migrate(written(tmp_path, MIGRATED), read_migrations(Path(NEW)))
    assert again.before == again.after == MIGRATED


def test_the_command_shows_first_and_writes_when_told(tmp_path: Path) -> None:
    file = written(tmp_path, ANNOTATION)
    run = CliRunner()
    shown = run.invoke(cli, ["migrate", str(file), "--ontology", NEW])
    assert shown.exit_code == 0, shown.output
    assert file.read_bytes() == ANNOTATION.encode()
    assert f"{file}:5\n-     type: 'Guild'     # quoted\n+     type: 'Circle'     # quoted" in shown.stdout
    assert run.invoke(cli, ["migrate", str(file), "--ontology", NEW, "--write"]).exit_code == 0
    assert file.read_bytes() == MIGRATED.encode()
    late = run.invoke(cli, ["migrate", str(written(tmp_path, ANNOTATION)), "--ontology", NEW, "--from", "1.3.0"])
    assert late.stdout == ""


def test_a_chain_of_migrations_is_followed(tmp_path: Path) -> None:
    ontology = tmp_path / "ontology"
    shutil.copytree(NEW, ontology)
    further = "from: 1.3.0\nto: 1.10.0\nrename: {types: {Circle: Ring}, values: {status: {hoped: dreamt}}}\n"
    written(ontology / "migrations", further, "1.3.0-to-1.10.0.yaml")
    migrations = read_migrations(ontology)
    assert [migration.new for migration in migrations] == [(1, 3, 0), (1, 10, 0)]
    done = migrate(written(tmp_path, ANNOTATION), migrations)
    assert done.after == MIGRATED.replace("Circle", "Ring").replace("hoped", "dreamt")
    assert [migration.new for migration in read_migrations(ontology, since="1.3.0")] == [(1, 10, 0)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("entities: {a: {attends: b, takesPartIn: c}}", "duplicate-key"),
        ("relations:\n  - {relation: x, since: 1, sinceWhen: 2}", "duplicate-key"),
        ("entities: [", "syntax-error"),
        ("", "empty-file"),
        ("entities: {a: {type: &x Guild}, b: {type: *x}}", "yaml-anchor"),
    ],
)
def test_a_file_that_cannot_be_migrated_stays_and_is_told(text: str, code: str, tmp_path: Path) -> None:
    file = written(tmp_path, text)
    done = CliRunner().invoke(cli, ["migrate", str(file), "--ontology", NEW, "--write"])
    assert done.exit_code == 1
    assert f"({code})" in done.stderr
    assert file.read_text(encoding="utf-8") == text


def test_other_formats_are_told_and_not_touched(tmp_path: Path) -> None:
    file = written(tmp_path, '{"entities": {"a": {"type": "Guild"}}}', "article.json")
    assert [finding.code for finding in migrate(file, read_migrations(Path(NEW))).findings] == ["not-migrated"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("1.0.0-to-1.1.0.yaml", "from: 1.0.0\nto: 1.2.0\nrename: {}"),
        ("1.1.0-to-1.0.0.yaml", "from: 1.1.0\nto: 1.0.0\nrename: {}"),
        ("1.0.0-to-1.1.0.yaml", "from: 1.0.0\nto: 1.1.0\nrename: {typs: {}}"),
        ("1.0.0-to-1.1.0.yaml", "from: 1.0.0\nto: 1.1.0\nrename: {types: {A: 'B> . DROP ALL #'}}"),
        ("1.0.0-to-1.1.0.yaml", "from: 1.0.0\nto: 1.1.0\nrename: {types: [A]}"),
        ("1.0.0-to-1.1.0.yaml", "from: 1.0.0\nto: 1.1.0"),
        ("1.0.0-to-1.1.0.yaml", "from: [1"),
        ("1.2.9-to-1.4.0.yaml", "from: 1.2.9\nto: 1.4.0\nrename: {}"),
    ],
)
def test_a_faulty_migration_is_a_fault(name: str, text: str, tmp_path: Path) -> None:
    ontology = tmp_path / "ontology"
    shutil.copytree(NEW, ontology)
    written(ontology / "migrations", text, name)
    with pytest.raises(InputError, match=name):
        read_migrations(ontology)
    with pytest.raises(UsageError):
        read_migrations(Path(NEW), since="soon")


def test_the_same_as_sparql_update_for_an_exported_graph() -> None:
    (migration,) = read_migrations(Path(NEW))
    store = ox.Store()
    graph = ox.NamedNode("https://example.org/g")
    data = f"""<https://example.org/a> a <{TNK}Guild> ; <{TNK}attends> <{DEFAULT_BASE}theme/ecology> ;
        <{TNK}status> <{TNK}wished> ; <{TNK}other> "Guild" .""".encode()
    store.load(data, format=ox.RdfFormat.TURTLE)
    store.load(data, format=ox.RdfFormat.TURTLE, to_graph=graph)
    store.update(migration.sparql())
    for name in (ox.DefaultGraph(), graph):
        found = {(q.predicate.value, str(q.object)) for q in store.quads_for_pattern(None, None, None, name)}
        assert found == {
            ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", f"<{TNK}Circle>"),
            (TNK + "takesPartIn", "<https://w3id.org/turkic-ngo-kg/id/theme/nature>"),
            (TNK + "status", f"<{TNK}hoped>"),
            (TNK + "other", '"Guild"'),
        }
    shown = CliRunner().invoke(cli, ["migrate", "--sparql", "--ontology", NEW])
    assert shown.output == migration.sparql()


def test_the_bundled_migrations_fit_the_bundled_examples() -> None:
    migrations = read_migrations()
    files = sorted(examples_folder().glob("*.yaml"))
    assert files
    for file in files:
        done = migrate(file, migrations)
        assert done.findings == ()
        assert done.before == done.after, f"{file} still has old names"


# Terms that keep their names and mean less: no machine decides, each place is listed.

REVIEW = """from: 1.3.0
to: 1.4.0
rename: {relations: {sinceWhen: from}}
review:
  relations:
    takesPartIn: Did they come, or were they only invited?
    sinceWhen: Is it the first season?
  statements:
    occasion: Was it said there?
"""
ASKED = """kg: 1
entities:
  aksu: {type: Circle, name: takesPartIn, aka: [occasion]}
  fair:
    type: Meeting
    takesPartIn: aksu
mentions:
  - {of: aksu, quote: occasion}
relations:
  - {subject: aksu, relation: takesPartIn, object: fair, sinceWhen: spring, quote: takesPartIn}
statements:
  - id: occasion
    speaker: aksu
    occasion: fair   # where?
    about: [fair]
"""


def with_review(tmp_path: Path, text: str = REVIEW) -> Path:
    ontology = tmp_path / "ontology"
    shutil.copytree(NEW, ontology)
    written(ontology / "migrations", text, "1.3.0-to-1.4.0.yaml")
    return ontology


@pytest.mark.parametrize("old", [False, True])
def test_what_no_machine_can_decide_is_listed_and_stays(old: bool, tmp_path: Path) -> None:
    # Written for 1.2.0, the relation still has the name that the first migration changes.
    names = (("takesPartIn:", "attends:"), ("relation: takesPartIn", "relation: attends"), ("sinceWhen", "since"))
    text = ASKED
    for new, before in names if old else ():
        text = text.replace(new, before)
    done = migrate(written(tmp_path, text), read_migrations(with_review(tmp_path)))
    assert done.findings == ()
    assert done.after == ASKED.replace("sinceWhen", "from")  # renamed and asked about, as any other
    assert [(each.line, each.name, each.version, each.question) for each in done.to_review] == [
        (6, "takesPartIn", "1.4.0", "Did they come, or were they only invited?"),
        (10, "takesPartIn", "1.4.0", "Did they come, or were they only invited?"),
        (10, "sinceWhen", "1.4.0", "Is it the first season?"),
        (14, "occasion", "1.4.0", "Was it said there?"),
    ]
    assert [each.text for each in done.to_review] == [text.splitlines()[each.line - 1] for each in done.to_review]


def test_the_command_lists_what_is_to_be_looked_at_by_file_and_line(tmp_path: Path) -> None:
    ontology = with_review(tmp_path)
    text = ASKED.replace(", sinceWhen: spring", "")
    file = written(tmp_path, text)
    run = CliRunner()
    done = run.invoke(cli, ["migrate", str(file), "--ontology", str(ontology), "--write"])
    assert done.exit_code == 0, done.output
    assert file.read_text(encoding="utf-8") == text
    asked = "To look at by hand, since occasion has another meaning in 1.4.0: Was it said there?"
    assert f"{asked}\n{file}:14\n?     occasion: fair   # where?\n" in done.stdout
    assert f"{file}:6\n?     takesPartIn: aksu\n{file}:10\n?   - {{subject: aksu, relation: takesPartIn" in done.stdout
    assert "2 migrations, 0 files to change; 3 lines to look at by hand" in done.stderr
    late = run.invoke(cli, ["migrate", str(file), "--ontology", str(ontology), "--from", "1.4.0"])
    assert (late.stdout, late.exit_code) == ("", 0)
    assert "by hand" not in late.stderr


def test_what_is_to_be_looked_at_is_a_comment_in_sparql(tmp_path: Path) -> None:
    migration = read_migrations(with_review(tmp_path))[-1]
    comments = [line for line in migration.sparql().splitlines() if line.startswith("#")]
    assert comments == [
        "# 1.3.0 to 1.4.0",
        "# Look by hand at each tnk:occasion: Was it said there?",
        "# Look by hand at each tnk:sinceWhen: Is it the first season?",
        "# Look by hand at each tnk:takesPartIn: Did they come, or were they only invited?",
    ]
    ox.Store().update(migration.sparql())


@pytest.mark.parametrize(
    "review",
    [
        "{kinds: {Circle: Which?}}",
        "{statements: [occasion]}",
        "{statements: {occasion: [a]}}",
        "{statements: {occasion: ''}}",
        '{statements: {occasion: "Which?\\nDROP ALL"}}',
        '{relations: {"a b": Which?}}',
        "[occasion]",
    ],
)
def test_a_faulty_review_is_a_fault(review: str, tmp_path: Path) -> None:
    ontology = with_review(tmp_path, f"from: 1.3.0\nto: 1.4.0\nrename: {{}}\nreview: {review}\n")
    with pytest.raises(InputError, match=r"1\.3\.0-to-1\.4\.0"):
        read_migrations(ontology)


# Version 0.3.0


def test_the_bundled_review_lists_each_occasion_and_each_during_of_an_article() -> None:
    file = examples_folder() / "trend-4122096.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    asked = [n for n, line in enumerate(lines, 1) if re.match(r"\s+occasion: ", line) or "relation: during" in line]
    assert len(asked) == 21
    done = migrate(file, read_migrations(since="0.2.0"))
    assert sorted(each.line for each in done.to_review) == asked
    assert migrate(file, read_migrations(since="0.3.0")).to_review == ()


def test_who_was_an_official_in_0_2_0_is_an_office_holder_in_an_exported_graph() -> None:
    # In 0.2.0 a post in any body made an official, and an observer state was inferred from observer standing.
    store = ox.Store()
    people = f"{DEFAULT_BASE}person/sarper", f"{DEFAULT_BASE}polity/hu"
    data = f"<{people[0]}> a <{TNK}Official> . <{people[1]}> a <{TNK}ObserverState> , <{TNK}State> ."
    store.load(data.encode(), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("https://example.org/inferred"))
    for migration in read_migrations(since="0.2.0"):
        store.update(migration.sparql())
    found = {(quad.subject.value, quad.object.value.removeprefix(TNK)) for quad in store}
    assert found == {(people[0], "OfficeHolder"), (people[1], "Observer"), (people[1], "State")}


def test_0_3_0_is_the_least_number_for_what_changed_since_0_2_0() -> None:
    changes = compare(read_snapshot(str(DATA / "0.2.0.ttl")), read_snapshot("bundled"))
    assert (changes.old.version, changes.needed, changes.findings) == ("0.2.0", "0.3.0", ())
    assert told(changes) >= {
        ("renamed", "ObserverState", "MINOR"),
        ("changed", "Official", "MAJOR"),
        ("changed", "occasion", "MAJOR"),
        ("added", "onAccountOf", "MINOR"),
    }


def test_every_term_that_came_or_changed_since_0_2_0_says_so() -> None:
    changes = compare(read_snapshot(str(DATA / "0.2.0.ttl")), new := read_snapshot("bundled"))
    names: set[str] = set()
    for change in changes.changes:
        if change.effect > Effect.PATCH and change.sort != "shape":
            names |= set(change.new) if change.sort == "axiom" else {change.term}
    names = {iri for iri in names if iri.startswith(TNK)}
    assert len(names) > 90
    notes = {iri: new.terms[iri].get("http://www.w3.org/2004/02/skos/core#changeNote", ()) for iri in names}
    assert sorted(iri for iri, each in notes.items() if not any("0.3.0" in note for note in each)) == []


def test_no_note_names_a_version_that_is_not_out_yet() -> None:
    bundled = read_snapshot("bundled")
    number = [int(part) for part in (bundled.version or "").split(".")]
    for iri, about in bundled.terms.items():
        for note in about.get("http://www.w3.org/2004/02/skos/core#changeNote", ()):
            versions = [[int(part) for part in each.split(".")] for each in re.findall(r"\d+\.\d+\.\d+", note)]
            assert versions, f"{iri}: {note}"
            assert max(versions) <= number, f"{iri}: {note}"
