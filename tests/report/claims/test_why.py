"""No claim is contradicted without a reason: made claims of every kind, most of them false."""

from itertools import islice, product
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.catalogue.vague_words import load_words
from analysis.report.claims.check import check_claims
from analysis.report.claims.faults import faults_of
from analysis.report.claims.files import parsers
from analysis.report.claims.kinds import COLUMNS, KINDS
from claims_made import BOROUGHS, world

MEASURES = ["ks2_rwm_expected", "absence_overall", "ks4_attainment8"]
CELLS = {
    "figure": ["", "rank", "gap"],
    "measure": MEASURES,
    "pupil_group": ["", "disadvantaged"],
    "comparison_group": ["", "not_disadvantaged"],
    "year": ["2024"],
    "year2": ["", "2023"],
    "comparator": ["", "England", "Islington"],
    "band": ["", "top 10%", "bottom half"],
    "value": ["", "3", "71.5", "2nd", "-4"],
    "against": ["", "Islington; Brent", "2023", "disadvantaged", "ranks", "every rank", "local authorities",
                "ranked", "remainder", "figures", "ks2_maths_expected; ks2_rwm_expected"],
    "cohort": ["", "11 of 135"],
}  # fmt: skip


@pytest.fixture(scope="module")
def data(barnet):
    """Ten boroughs and England in two years, each measure and two groups, and the counts of one."""
    draw, rows = np.random.default_rng(7), []
    for measure, year, group in product(
        MEASURES, (2023, 2024), ("all", "disadvantaged", "not_disadvantaged")
    ):
        for name in [*BOROUGHS, "England"]:
            rows.append((measure, group, year, name, int(draw.integers(5, 95)), 300, 1000))
    for name in [*BOROUGHS, "England"]:
        rows.append(("ks2_maths_expected", "all", 2024, name, 60, 600, 1000))
    return world(barnet, rows)


def made_claims(kind: str, most: int, seed: int) -> list[dict]:
    """Claims of a kind that a file may have, drawn from all combinations of the cells that it may use."""
    about, draw = KINDS[kind], np.random.default_rng(seed)
    words = [word.word for word in load_words().values() if word.rule in about.words] or [""]
    used = [name for name in CELLS if name in {*about.needs, *about.allows}]

    def drawn():
        while True:
            row = dict.fromkeys(COLUMNS, "") | {"claim": "A claim", "kind": kind, "location": "p. 1"}
            row |= {name: str(draw.choice(CELLS[name])) for name in used}
            if "word" in {*about.needs, *about.allows}:
                row["word"] = str(draw.choice(words))
            yield row

    read, good = parsers(), []
    for row in islice(drawn(), 20 * most):
        if not faults_of(SimpleNamespace(Index=2, **row), read, "made.csv"):
            good.append(row)
        if len(good) == most:
            break
    return good


def test_a_contradicted_claim_has_a_reason(data):
    claims = [claim for kind in KINDS for claim in made_claims(kind, 45, 3)]
    table = pd.DataFrame(claims, index=range(2, len(claims) + 2))
    table["id"] = "k" + table.index.astype(str)
    found = check_claims(data, table, strict=False)
    wrong = found[found["verdict"] == "contradicted"]
    assert wrong[wrong["reason"].str.strip() == ""][["kind", "printed", "recomputed"]].values.tolist() == []
    kinds = {
        "value",
        "same_figure",
        "rank_value",
        "rank_band",
        "band_edge",
        "comparison",
        "change",
        "arithmetic",
    }
    kinds |= {"superlative", "count", "total", "cohort_size", "sensitivity"}
    assert kinds - set(wrong["kind"]) == set()
    assert len(wrong) > 150 and {"holds", "not_checkable"} <= set(found["verdict"])


def test_a_claim_of_the_papers_that_is_contradicted_has_a_reason(checked):
    wrong = checked[checked["verdict"] == "contradicted"]
    assert len(wrong) > 20 and (wrong["reason"].str.strip() != "").all()
