"""Damaged tables: each is refused with our own error, or read as an independent reading of its text has it."""

from collections import Counter
from decimal import Decimal

import pandas as pd
import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.areas import load_areas
from analysis.catalogue.lait_codes import load_codes, read_dictionary
from analysis.catalogue.measures import PUPIL_GROUPS, load_measures
from analysis.catalogue.vague_words import load_words
from analysis.data.cut_points import load_cut_points
from analysis.report.claims.files import read_claims
from analysis.report.cohorts.progress import load_sigmas
from analysis.report.indicators.targets import load_rules, load_targets
from analysis.sources.papers import read_paper
from mutations import mutations, parse_csv
from places import REPO

TIMES = 130
RAW = REPO / "data" / "raw"
DICTIONARY = (
    "Measure_short,Polarity,dps,Year_Type,No_Quartile,Description\n"
    "FSP_NEW_GOODDEV,High,NA,Academic Year,NA,of children aged 4\xbd\n"
    'TotPermEx,Low,2,Academic Year,N,"a, b"\n16-17 NEET,-,0,Financial Year,,\n'
)


def head(file: str, rows: int = 12) -> bytes:
    """The first rows of a committed table."""
    lines = (RAW / file).read_bytes().splitlines(keepends=True)
    return b"".join(lines[: rows + 1])


def chosen(file: str, *words: str) -> bytes:
    """The header of a committed table, and its rows with one of the words."""
    first, *lines = (RAW / file).read_text(encoding="utf-8").splitlines(keepends=True)
    return (first + "".join(line for line in lines if any(word in line for word in words))).encode()


# what a cell says, by rules of the tests' own


def amount(text: str):
    plain = text.strip().removesuffix("%").strip().replace(",", "")
    return Decimal(plain) if plain else None


def words(text: str):
    return tuple(text.split())


def day(text: str):
    return text or None


def flag(text: str):
    return {"yes": True, "no": False}[text]


def printed(text: str):
    for ending in ("st", "nd", "rd", "th"):
        text = text.removesuffix(ending)
    try:
        return amount(text)
    except ArithmeticError:
        return None


def plain(value):
    """A value of a reader as the tests' own rules have it: exact, and None where there is none."""
    if isinstance(value, str | bool | type(None)):
        return value
    if isinstance(value, tuple):
        return tuple(str(part) for part in value)
    if pd.isna(value):
        return None
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else Decimal(repr(float(value)))


def rows_of(table: pd.DataFrame) -> list[dict]:
    return table.reset_index().to_dict("records")


EDITION = {
    "tables.csv": head("barnet-2017/tables.csv", 4),
    "figures.csv": head("barnet-2017/figures.csv", 15),
    "indicators.csv": head("barnet-2017/indicators.csv", 4),
    "cohorts.csv": head("barnet-2017/cohorts.csv", 12),
}
AREAS = ("E09000003", "E09000007", "E12000007", "E13000001", "E13000002", "E92000001")


def printed_rows(file):
    """The rows of a file of a transcribed report; of its other files the tables are whole, and the rest empty."""
    for name, data in EDITION.items():
        if name != file.name:
            first = data.splitlines(keepends=True)[0]
            (file.parent / name).write_bytes(data if name == "tables.csv" else first)
    read = read_paper(file.parent, list(load_measures().index), list(PUPIL_GROUPS))
    return rows_of(getattr(read, file.stem))


def sigmas(file):
    return [{"measure": m, "year": y, "sigma": s} for (m, y), s in load_sigmas(file).items()]


def vague(file):
    return [vars(word) | word.sizes for word in load_words(file).values()]


def targets(file):
    return rows_of(load_targets("Barnet", 2017, file))


def judged(file):
    return [vars(rule) for rule in load_rules(file).values()]


def dictionary(file):
    return rows_of(read_dictionary(file)[0])


#: name -> (file, its bytes, reader, the column that rows go by (none: by their order), how each column is checked)
READERS = {
    "areas": ("areas.csv", chosen("areas.csv", *AREAS), lambda f: rows_of(load_areas(f)), "code",
              {"la_number": amount, "name": str, "area_type": str, "region": str, "parent": str, "opened": day,
               "closed": day, "successors": str}),
    "measures": ("measures.csv", head("measures.csv"), lambda f: rows_of(load_measures(f)), "measure",
                 {"title": str, "short_title": str, "phase": str, "unit": str, "polarity": str, "decimals": amount,
                  "quartiles": flag, "definition": str, "first_year": amount, "last_year": amount,
                  "break_after": words, "order": amount}),
    "codes": ("lait_codes.csv", head("lait_codes.csv"), lambda f: rows_of(load_codes(f)), "code",
              {"measure": str, "pupil_group": str, "not_mapped": str}),
    "dictionary": ("dictionary.csv", DICTIONARY.encode("latin-1"), dictionary, "",
                   {"Measure_short": str}),
    "sigmas": ("progress_sigmas.csv", head("progress_sigmas.csv"), sigmas, "",
               {"measure": str, "year": amount, "sigma": amount}),
    "words": ("vague_words.csv", head("vague_words.csv", 20), vague, "word",
              {"rule": str, "side": str, "percent": amount, "points": amount, "rate": amount, "score_1": amount,
               "least": amount, "most": amount, "meaning": str}),
    "rules": ("indicator_rules.csv", head("indicator_rules.csv"), judged, "kind",
              {"met": str, "nearly_met": str, "may_be_met": str}),
    "targets": ("targets.csv", (REPO / "docs" / "targets-example.csv").read_bytes(), targets, "",
                {"reference": str.strip, "measure": str.strip, "pupil_group": str.strip,
                 "comparison_group": str.strip, "target_kind": str.strip, "target_value": amount}),
    "claims": ("claims.csv", head("barnet-2017/claims.csv", 10), lambda f: rows_of(read_claims(f)), "",
               dict.fromkeys(("claim", "kind", "figure", "measure", "year", "area", "comparator", "word", "band", "value", "needs"), str.strip)),
    "cut points": ("cut_points.csv", head("barnet-2017/cut_points.csv", 8), lambda f: rows_of(load_cut_points(f)), "",
                   {"measure": str, "pupil_group": str, "year": amount, "n": amount, "rank_1": amount,
                    "rank_31": amount, "last": amount, "mean": amount, "sd": amount}),
    "printed tables": ("tables.csv", EDITION["tables.csv"], printed_rows, "",
                       {"table": str, "title": str, "phase": str, "heading_line": amount, "brackets": str}),
    "printed figures": ("figures.csv", EDITION["figures.csv"], printed_rows, "",
                        {"table": str, "line": amount, "row_label": str, "column_label": str, "measure": str,
                         "pupil_group": str, "comparison_group": str, "year": amount, "area": str, "kind": str,
                         "bracketed": str, "printed": str}),
    "printed indicators": ("indicators.csv", EDITION["indicators.csv"], printed_rows, "",
                           dict.fromkeys(("reference", "title", "measure", "year", "target_value", "result_printed", "mark"), str)),
    "printed cohorts": ("cohorts.csv", EDITION["cohorts.csv"], printed_rows, "",
                        {"id": str, "label": str, "measure": str, "year": amount, "numerator": amount,
                         "denominator": amount, "percentage": str}),
}  # fmt: skip


def expected(data: bytes, name: str) -> list[dict]:
    header, *records = parse_csv(data.decode("latin-1" if name == "dictionary" else "utf-8-sig"))
    rows = [dict(zip(header, record, strict=True)) for record in records]
    return [row for row in rows if name != "claims" or any(row.values())]


def wrong(read: list[dict], data: bytes, name: str) -> list:
    """Where what was read is not what the text says."""
    _, _, _, key, columns = READERS[name]
    rows = expected(data, name)
    if len(rows) != len(read):
        return [(len(rows), len(read))]
    if key:
        rows, read = (sorted(table, key=lambda row: row[key]) for table in (rows, read))
    asked = columns | ({key: str} if key else {})
    alias = {"Measure_short": "code"}
    found = [
        (row, column, mine.get(alias.get(column, column)))
        for row, mine in zip(rows, read, strict=True)
        for column, says in asked.items()
        if says(row.get(column, "")) != plain(mine.get(alias.get(column, column)))
    ]
    if name == "printed figures":
        found += [
            (r, m["value"])
            for r, m in zip(rows, read, strict=True)
            if printed(r["printed"]) != plain(m["value"])
        ]
    return found


@pytest.mark.parametrize("name", READERS)
def test_what_is_whole_is_read_as_it_stands(tmp_path, name):
    file, data, reader, *_ = READERS[name]
    (tmp_path / file).write_bytes(data)
    assert wrong(reader(tmp_path / file), data, name) == []


@pytest.mark.parametrize("name", READERS)
def test_what_is_damaged_is_refused_or_read_as_it_stands(tmp_path, name):
    file, data, reader, *_ = READERS[name]
    outcomes = Counter()
    for number, changed in enumerate(mutations(data, TIMES, seed=len(data))):
        folder = tmp_path / str(number)  # readers remember a path
        folder.mkdir()
        (folder / file).write_bytes(changed)
        try:
            read = reader(folder / file)
        except InputError as error:
            assert file in str(error) or (folder / file).name in str(error)
            outcomes["refused"] += 1
        else:
            assert wrong(read, changed, name) == [], changed
            outcomes["read"] += 1
    assert outcomes.total() == TIMES and min(outcomes["refused"], outcomes["read"]) > TIMES / 20
