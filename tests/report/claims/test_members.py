"""Best, worst, only and most improved are said of members, each with its own figure, in every kind of set."""

import csv
import re

import pytest

from analysis.catalogue.areas import ENGLAND, find_area
from analysis.data.store import prepared_england
from analysis.report.contents import open_report
from claims_made import one, ranked
from places import REPO

MEASURES = {"ks2_rwm_expected": 1, "absence_overall": -1}
YEAR, BEFORE = 2024, 2023
WORDS = [
    *("best", "worst", "highest", "lowest"),
    *("only one above", "only one below", "only one better than", "only one worse than"),
    *("largest increase", "largest decrease", "largest improvement", "largest decline"),
]


@pytest.fixture(scope="module")
def figures(national_home):
    """Every published figure as it is printed: (measure, year, area) to number; and the decimals of each measure."""
    rows = prepared_england().observations
    rows = rows[(rows["source"] == "lait") & (rows["pupil_group"] == "all") & rows["value"].notna()]
    rows = rows[rows["measure"].isin(MEASURES) & rows["year"].isin((YEAR, BEFORE))]
    found = {
        (row.measure, row.year, row.area): float(f"{row.value:.{row.decimals}f}") for row in rows.itertuples()
    }
    return found, {row.measure: int(row.decimals) for row in rows.itertuples()}


def sets(report) -> dict[str, set[str]]:
    """What a claim may be among, and the codes of the members by the table of areas."""
    with (REPO / "data" / "raw" / "areas.csv").open(encoding="utf-8") as file:
        places = {row["code"]: row for row in csv.DictReader(file) if row["area_type"] == "la"}
    own = places[report.area.code]
    found = {
        "region": {code for code, row in places.items() if row["region"] == own["region"]},
        "neighbours": {*report.question.neighbours},
        "all": {*places},
        "Leeds; Kent; Hackney": {find_area(name).code for name in ("Leeds", "Kent", "Hackney")},
    }
    if own["parent"]:
        found["Inner London"] = {code for code, row in places.items() if row["parent"] == own["parent"]}
    return {name: members - {report.area.code} for name, members in found.items()}


def expected(word: str, good: int, step: float, own: tuple, others: list[tuple], england: float) -> set[str]:
    """The verdicts that can be right: of the figure now and the year before, of the area and of each member."""
    unproved = {"holds", "not_supported_statistically", "ambiguous"}
    if word.startswith("only"):
        sign = {"above": 1, "below": -1, "than": good if "better" in word else -good}[word.split()[-1]]
        so = [sign * (now - england) > 0 for now, _ in [own, *others]]
        return unproved if so[0] and not any(so[1:]) else {"contradicted"}
    if word.startswith("largest"):
        sign = {"increase": 1, "decrease": -1, "improvement": good, "decline": -good}[word.split()[1]]
        mine, *rest = (round(sign * (now - before), 6) for now, before in [own, *others])
        if mine <= 0 or any(each >= mine + 2 * step for each in rest):
            return {"contradicted"}
        return {"ambiguous", "contradicted"} if any(each > mine for each in rest) else unproved
    sign = {"best": good, "worst": -good, "highest": 1, "lowest": -1}[word]
    better = [now for now, _ in others if sign * (now - own[0]) > 0]
    return {"contradicted"} if better else unproved


@pytest.mark.national
@pytest.mark.parametrize("area", ["Camden", "Barnsley"])
def test_every_word_among_every_set(figures, area):
    values, decimals = figures
    report, seen = open_report(area, YEAR), set()
    for measure, good in MEASURES.items():
        own = tuple(values[measure, year, report.area.code] for year in (YEAR, BEFORE))
        for name, members in sets(report).items():
            now = [code for code in members if (measure, YEAR, code) in values]
            both = [code for code in now if (measure, BEFORE, code) in values]
            for word in WORDS:
                about = {"measure": measure, "year": str(YEAR), "kind": "superlative", "word": word}
                about |= {"year2": str(BEFORE)} if word.startswith("largest") else {}
                there = both if word.startswith("largest") else now
                others = [
                    (values[measure, YEAR, code], values.get((measure, BEFORE, code), 0.0)) for code in there
                ]
                found = one(report, against=name, **about)
                right = expected(
                    word, good, 10.0 ** -decimals[measure], own, others, values[measure, YEAR, ENGLAND]
                )
                assert found["verdict"] in right, (
                    area,
                    measure,
                    name,
                    word,
                    found["recomputed"],
                    found["reason"],
                )
                seen.add(found["verdict"])
                if found["verdict"] == "contradicted" and word in ("best", "worst", "highest", "lowest"):
                    sign = {"best": good, "worst": -good, "highest": 1, "lowest": -1}[word]
                    before = {
                        find_area(code).name
                        for code in there
                        if sign * (values[measure, YEAR, code] - own[0]) > 0
                    }
                    _named_are_before(found["reason"], before)
    assert {"contradicted"} < seen


def _named_are_before(reason: str, before: set[str]) -> None:
    """The better ones are named, three at most and as many as there are, and none but those."""
    named = {name for name in before if re.search(rf"\b{re.escape(name)}\b", reason)}
    assert len(named) >= min(len(before), 3), (reason, before)
    counted = re.match(r"(\d+) (?:is|are) before it", reason)
    assert not counted or int(counted[1]) == len(before), (reason, before)


def test_of_several_that_are_named_every_better_one_is_told(barnet):
    data = ranked(barnet, [60, 70, 72, 50, 61, 40, 41, 42, 43, 44])
    found = one(data, kind="superlative", measure="ks2_rwm_expected", year="2024", word="best",
                against="Islington; Hackney; Westminster; Brent")  # fmt: skip
    assert found["verdict"] == "contradicted"
    assert found["reason"] == "the best is Hackney, 72; Islington 70 and Brent 61 are before it too"
