"""Are raw data, processed data, notebooks and reports what they should be? Looks only; runs nothing."""

import json
from itertools import islice
from pathlib import Path

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.manifest import find, load_manifest, sha256, verify
from analysis.data.prepare import is_current
from analysis.runs.freshness import code_hash, is_kept
from analysis.runs.place import name_of, named, revisions_named, superseded
from analysis.runs.record import run_hash
from analysis.runs.warm.unused import left_out

with left_out():
    import nbformat
    from jsonschema import Draft202012Validator

SCHEMA = Path(__file__).parent / "run.schema.json"
#: What the hash of a record is of.
HASHED = ("parameters", "inputs", "sources", "claims")
CLEAR = "jupyter nbconvert --clear-output --inplace"


def check() -> list[str]:
    """Every finding as a sentence; an empty list if all is well."""
    return [*check_raw(), *check_processed(), *check_notebooks(), *check_reports()]


def check_raw() -> list[str]:
    """Raw files that are missing or not what the manifest says. A download that is not there is no fault."""
    try:
        sources = load_manifest().values()
    except InputError as error:
        return [str(error)]
    findings = []
    for source in sources:
        if source.committed or find(source):
            try:
                verify(source)
            except InputError as error:
                findings.append(str(error))
    return findings


def check_processed() -> list[str]:
    if not paths.processed().joinpath("prepared.json").exists():
        return []
    try:
        current = is_current()
    except InputError as error:
        return [str(error)]
    return [] if current else ["data/processed is not what the raw files give now. Run: standards prepare"]


def check_notebooks() -> list[str]:
    """Notebooks that hold outputs, or have lost their parameters."""
    findings = []
    for file in sorted(paths.notebooks().glob("*.ipynb")):
        try:
            notebook = nbformat.read(file, as_version=4)
        except Exception as error:  # what is no notebook fails in many ways
            what = f"{paths.shown(file)} cannot be read ({type(error).__name__})"
            findings.append(f"{what}. Run: {paths.bring_back(file)}")
            continue
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        if any(cell.outputs or cell.execution_count for cell in code):
            findings.append(f"{paths.shown(file)} holds outputs. Run: {CLEAR} {paths.shown(file)}")
        if not any("parameters" in cell.metadata.get("tags", []) for cell in code):
            findings.append(f"{paths.shown(file)} has no cell tagged 'parameters'.")
    return findings


def check_reports() -> list[str]:
    """Reports whose files have changed, or that this code and these inputs would not make."""
    reports = sorted(file.parent for file in paths.reports().glob("[!.]*/run.json"))
    findings = [finding for report in reports for finding in check_report(report)]
    return findings + [
        f"{paths.shown(folder)} is not needed: all that {name_of(folder)} rests on is at hand. Remove it."
        for folder in superseded()
    ]


def check_report(report: Path) -> list[str]:
    """What is not as ``run.json`` records it: the record itself, files of the report, inputs, code."""
    shown = paths.shown(report)
    try:
        record = json.loads((report / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        return [f"{shown}/run.json cannot be read ({error}). Make the report again."]
    if faults := check_record(record):
        return [f"{shown}/run.json is not a record of a report: {fault}." for fault in faults]
    files, inputs, code = record["files"], record["inputs"], record["code"]
    findings = []
    name, holds, again = _asked(record)
    made_from = {name: record[name] for name in HASHED if name in record}
    if run_hash(made_from) != record["hash"]:
        findings.append(f"{shown}/run.json has been edited: its hash is not that of what it says of inputs.")
    if name_of(report) != name:
        findings.append(f"{shown} holds {holds}.")
    made = {name for name, state in record["pages"].items() if state == "made"}
    if made != {name for name in files if name.endswith(".html")}:
        findings.append(f"{shown}/run.json names other pages than it has files of.")
    for source in record["sources"]:
        path = next((name for name in inputs if name.removeprefix("data/raw/") == source["path"]), None)
        if inputs.get(path) != source["sha256"]:
            findings.append(f"{shown}/run.json names two hashes of {source['path']}.")
    findings += [
        f"{shown}/{name} is {'missing' if not (report / name).exists() else 'not the file that was made'}."
        for name, expected in files.items()
        if not is_kept(report / name, expected)
    ]
    there = {file.relative_to(report).as_posix() for file in report.rglob("*") if file.is_file()}
    findings += [
        f"{shown}/{name} was not made with the report."
        for name in sorted(there - files.keys() - {"run.json"})
    ]
    here = current_inputs(inputs)
    changed = [name for name, expected in inputs.items() if here.get(name, expected) != expected]
    if changed:
        findings.append(f"{shown} was made from other inputs: {', '.join(changed)} has changed. {again}")
    if code != code_hash():
        findings.append(f"{shown} was made by other code than this. {again}")
    return findings


def _asked(record: dict) -> tuple[str, str, str]:
    """The name that the folder of a record should have, what it holds, and how to make it again."""
    asked, area = record["parameters"], record.get("area", {})
    if "released_from" in asked:
        days = (asked["released_from"], asked["released_to"])
        of = f" --area '{area['name']}' --year {asked['year']}" if area else ""
        again = f"Make it again: standards revisions --from {days[0]} --to {days[1]}{of}"
        whom = area["name"] if area else "all local authorities"
        holds = f"the revisions from {' to '.join(days)} of {whom}"
        return revisions_named(*days, area.get("slug", "")), holds, again
    year, as_at = asked["year"], asked.get("as_at", "")
    again = f"Make it again: standards report --area '{area['name']}' --year {year}"
    holds = f"the report on {area['name']}, {year}{as_at and f', as at {as_at}'}"
    return named(area["slug"], year, as_at), holds, again + (f" --as-at {as_at}" if as_at else "")


def check_record(record) -> list[str]:
    """Where a record is not as the schema ``run.schema.json`` has it, by its path in the record; three at most."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    errors = Draft202012Validator(schema).iter_errors(record)
    return [f"{error.json_path}: {error.message[:200]}" for error in islice(errors, 3)]


def current_inputs(names: dict[str, str]) -> dict[str, str]:
    """The hashes of the recorded inputs as they are now; those not at hand here are left out."""
    files = {name: folder / name.removeprefix("data/raw/") for name in names for folder in paths.downloads()}
    return {name: sha256(file) for name, file in files.items() if file.is_file()}
