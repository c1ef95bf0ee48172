"""docs/claims-kinds.md: every statement in it has the verdict and the figures that it says, and every kind a true and a false one."""

import re

import pandas as pd
import pytest

from analysis.report.claims.check import check_claims
from analysis.report.claims.files import read_claims
from analysis.report.claims.kinds import COLUMNS, KINDS
from analysis.report.claims.verdicts import VERDICTS
from analysis.report.contents import open_report
from places import REPO

TEXT = (REPO / "docs" / "claims-kinds.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(?P<kind>\w+)` \| (?P<claim>.+?) \| `(?P<cells>.+?)` \| (?P<verdict>.+?) \| (?P<found>.*?) ?\|$", re.MULTILINE)  # fmt: skip
#: A total can only be refuted.
NEVER_HOLDS = {"total"}


def of(heading):
    """The rows below a heading."""
    return [row.groupdict() for row in ROW.finditer(TEXT.split(f"## {heading}\n")[1].split("\n## ")[0])]


def verdicts(rows, area, year, tmp_path):
    """What the engine makes of the rows, read as a user's file is."""
    made = []
    for place, row in enumerate(rows):
        own = dict(cell.split("=", 1) for cell in row["cells"].split(", "))
        needed = {*KINDS[row["kind"]].needs, *KINDS[row["kind"]].allows}
        about = {"measure": "ks2_rwm_expected", "year": str(year)}
        if own.get("measure") == "" and row["kind"] != "total":
            about = {}
        usual = {name: text for name, text in about.items() if name in needed and row["kind"] != "band_edge"}
        cells = {"id": f"k{place}", "claim": row["claim"], "kind": row["kind"], **usual, **own}
        made.append(dict.fromkeys(COLUMNS, "") | cells | {"confirm": "yes"})
    file = tmp_path / "claims.csv"
    pd.DataFrame(made).to_csv(file, index=False)
    claims = read_claims(file)
    return check_claims(open_report(area, year), claims, dated=False).set_index("id").loc[claims["id"]]


@pytest.mark.national
@pytest.mark.parametrize(
    ("heading", "area", "year"),
    [("Of Hounslow in 2024/25", "Hounslow", 2025), ("Of Barnet in 2016/17", "Barnet", 2017)],
)
def test_every_row_has_the_verdict_and_the_figures_that_it_says(national_home, tmp_path, heading, area, year):
    rows = of(heading)
    found = verdicts(rows, area, year, tmp_path)
    assert [(row["claim"], row["verdict"], row["found"]) for row in rows] == [
        (row.claim, VERDICTS[row.verdict], row.recomputed) for row in found.itertuples()
    ]


def test_every_kind_has_a_true_and_a_false_example():
    rows = pd.DataFrame([*of("Of Hounslow in 2024/25"), *of("Of Barnet in 2016/17")])
    assert len(rows) > 80 and len(rows) == len(re.findall(r"^\| `", TEXT, flags=re.MULTILINE))
    verdicts = rows.groupby("kind")["verdict"].agg(set)
    assert set(verdicts.index) == set(KINDS)
    assert {kind for kind, own in verdicts.items() if "contradicted" not in own} == set()
    assert {kind for kind, own in verdicts.items() if "holds" not in own} == NEVER_HOLDS
