"""The claims of 2016/17 as reviewed by hand; none that holds would hold if it said something false."""

import pandas as pd
import pytest

from analysis.basics.numbers import Number
from analysis.report.claims.check import VERDICTS, check_claims
from analysis.report.claims.columns import Claims
from analysis.report.claims.kinds import COLUMNS
from analysis.report.contents import open_report
from claims_made import with_figure

#: Line of the papers and kind of every claim that its figures contradict, read against the papers by hand.
CONTRADICTED = {
    (737, "rank_value"): 1, (755, "rank_value"): 1,  # 50th; the table has 55th
    (746, "comparison"): 1, (947, "comparison"): 1,  # writing is labelled "Average"
    (759, "comparison"): 1, (766, "comparison"): 1, (989, "comparison"): 1, (1561, "comparison"): 1,  # 8 and 8
    (759, "rank_band"): 1, (989, "rank_band"): 2,  # 38th is inside the top quartile, 71st in the second
    (764, "target_met"): 1, (1557, "target_met"): 1,  # CES/S27-2 is 26th
    (894, "rank_band"): 1, (1444, "rank_band"): 1,  # 26th is in the first quartile
    (981, "superlative"): 1,  # science, 47th, is lower
    (1139, "rank_band"): 1,  # science is 19th
    (1366, "arithmetic"): 1,  # 47.2 less 59.8
    (1566, "mark"): 1, (1567, "mark"): 1,  # below their targets
    (1566, "same_figure"): 2, (1567, "same_figure"): 2, (1568, "same_figure"): 2,  # benchmarks
    (1570, "same_figure"): 1, (1576, "same_figure"): 2, (1580, "same_figure"): 1, (1586, "same_figure"): 1,
}  # fmt: skip


def contradicted(rows: pd.DataFrame) -> dict:
    own = rows[rows["verdict"] == "contradicted"]
    return own.groupby([own["line"].astype(int), "kind"]).size().to_dict()


def test_the_contradictions_are_those_found_by_hand(checked):
    assert contradicted(checked) == CONTRADICTED


def test_national_data_do_not_change_what_the_papers_contradict(checked_nationally):
    assert contradicted(checked_nationally) == CONTRADICTED


def test_the_result_keeps_its_contract(checked, claims):
    assert list(checked.columns) == Claims.names()
    assert len(checked) == len(claims) and set(checked["verdict"]) <= set(VERDICTS)
    assert list(dict.fromkeys(checked["verdict"])) == [
        verdict for verdict in VERDICTS if verdict in set(checked["verdict"])
    ]
    doubtful = checked[checked["verdict"] != "holds"]
    assert (doubtful["reason"] != "").sum() >= len(doubtful) - (doubtful["recomputed"] != "").sum()
    assert not doubtful[(doubtful["reason"] == "") & (doubtful["recomputed"] == "")].size


def test_other_verdicts_are_where_the_papers_call_for_them(checked):
    found = {(row.line, row.kind, row.measure, row.pupil_group): row for row in checked.itertuples()}
    period = checked[(checked["line"] == 973) & (checked["value"] == "50th")].iloc[0]
    maths = next(row for key, row in found.items() if key[0] == 744 and "maths" in key[2])
    assert [row.verdict for row in (maths, found[1047, "change", "eyfs_gld", ""])] == ["ambiguous"] * 2
    assert period["verdict"] == "ambiguous" and "whole year" in period["reason"]
    assert found[1209, "change", "ks2_rwm_expected", "ehc_plan"].verdict == "not_supported_statistically"
    assert found[1484, "change", "ks2_rwm_expected", "looked_after"].verdict == "not_supported_statistically"
    assert found[1019, "superlative", "absence_primary", ""].verdict == "not_checkable"
    assert found[1360, "change", "ks4_attainment8", "disadvantaged"].verdict == "not_checkable"


def test_national_data_add_ties_and_years_that_the_papers_lack(checked_nationally):
    rows = {(row.line, row.kind, row.measure): row for row in checked_nationally.itertuples()}
    phonics = rows[739, "rank_band", "phonics_year1_expected"]
    assert phonics.verdict == "not_supported_statistically" and "10th to 17th" in phonics.reason
    assert rows[985, "rank_value", "ks2_writing_expected"].basis in ("national", "papers")
    before = checked_nationally[
        (checked_nationally["line"] == 738) & (checked_nationally["value"] == "87th")
    ].iloc[0]
    assert (before["verdict"], before["basis"]) == ("holds", "national")
    copied = checked_nationally[
        (checked_nationally["pupil_group"] == "ehc_plan") & (checked_nationally["line"] == 748)
    ]
    # they hold as printed, by ranks that are those of another row
    assert set(copied["verdict"]) == {"ambiguous"} and set(copied["national"]) == {"contradicted"}
    assert copied["reason"].str.contains("rests on a figure that the data checks call wrong").all()


@pytest.mark.parametrize(
    ("line", "kind", "text", "printed", "where", "verdict"),
    [
        (759, "rank_band", "Asian", "39th", {"table": "t16", "pupil_group": "asian", "kind": "rank"}, "holds"),
        (746, "comparison", "writing", "Above average", {"table": "t22", "kind": "label", "measure": "ks2_writing_progress"}, "holds"),
        (981, "superlative", "Mathematics", "40th", {"table": "t09", "kind": "rank", "measure": "ks1_science_expected"}, "holds"),
        (1366, "arithmetic", "Difference", "53.5", {"table": "t31", "printed": "59.8"}, "holds"),
        (764, "target_met", "All targets", "18th", {"table": "t41", "kind": "rank"}, "holds"),
        (766, "comparison", "EHC", "9", {"table": "t19", "kind": "value", "year": 2017, "area": "E09000003"}, "not_supported_statistically"),
        (1444, "rank_band", "Progress 8", "40th", {"table": "t41", "kind": "rank"}, "ambiguous"),  # a place that its value does not have
        (737, "rank_value", "50th", "50th", {"table": "t02", "kind": "rank"}, "holds"),
        (1139, "rank_band", "science, expected standard: one", "16th", {"table": "t11", "kind": "rank", "measure": "ks2_science_expected"}, "holds"),
        (1047, "change", "rose by", "72.2", {"table": "t04", "printed": "73.2"}, "contradicted"),
        (1047, "superlative", "most", "75.9", {"table": "t04", "printed": "73.0", "area": "E12000007"}, "contradicted"),
        (1058, "comparison", "London", "35.1", {"table": "t05", "printed": "34.8", "area": "E12000007", "year": 2017}, "contradicted"),
        (749, "rank_band", "Progress 8", "8th", {"table": "t24", "kind": "rank", "pupil_group": "all"}, "contradicted"),
        (1186, "arithmetic", "13 points", "57", {"table": "t13", "printed": "55"}, "ambiguous"),  # t15 has 55 still
        (1186, "change", "narrowed", "-16", {"table": "t15", "printed": "-13"}, "contradicted"),
        (1141, "comparison", "in line", "82.0", {"table": "t11", "printed": "79.3"}, "contradicted"),
        (1289, "rank_value", "3rd", "4th", {"table": "t24", "kind": "rank", "pupil_group": "all"}, "contradicted"),
        (1573, "same_figure", "London", "59", {"table": "t13", "printed": "58"}, "contradicted"),
        (1580, "mark", "green", "16th", {"table": "t26", "kind": "rank"}, "contradicted"),
    ],
)  # fmt: skip
def test_a_changed_figure_turns_the_claims_about_it(
    barnet, claims, line, kind, text, printed, where, verdict
):
    row = claims[
        claims["location"].str.endswith(f"L{line}") & (claims["kind"] == kind) & claims["claim"].str.contains(text, regex=False)
    ].iloc[[0]]  # fmt: skip
    before = check_claims(barnet, row)["verdict"].item()
    after = check_claims(with_figure(barnet, printed, **where), row)["verdict"].item()
    assert before != after and after == verdict, (before, after)


def test_no_other_number_would_have_held(barnet, claims, checked):
    """Every number that a claim states, made wrong, no longer holds."""
    stated = checked[
        (checked["verdict"] == "holds") & checked["kind"].isin(["value", "same_figure", "rank_value"])
    ]
    rows = claims[claims["id"].isin(stated["id"])].copy()
    rows["value"] = [_other_number(text) for text in rows["value"]]
    after = check_claims(barnet, rows)
    assert len(after) > 100 and not (after["verdict"] == "holds").any()


def _other_number(text: str) -> str:
    number = Number(text)
    return f"{number.value + 3:.{number.decimals}f}" + ("%" if number.percent else "")


OPPOSITE = {"above": "below", "below": "above", "better than": "worse than", "increased": "decreased"}
OPPOSITE |= {"improved": "declined", "narrowed": "widened", "declined": "improved"}


def test_no_opposite_would_have_held(barnet, claims, checked):
    held = checked[(checked["verdict"] == "holds") & checked["word"].isin(list(OPPOSITE))]
    rows = claims[claims["id"].isin(held["id"])].copy()
    rows["word"] = rows["word"].map(OPPOSITE)
    after = check_claims(barnet, rows)
    assert len(after) > 60 and (after["verdict"] != "holds").all()
    assert ((after["verdict"] == "contradicted") | (after["period"] != "")).all()


#: For each word what would be false if it holds: another word of the same rule, or of the same kind of claim.
FALSE_WORD = {
    **OPPOSITE, "worse than": "better than", "in line with": "well above", "roughly in line with": "well above",
    "at least in line with": "well below", "significantly better than": "significantly worse than",
    "slightly declined": "improved", "decreased": "increased", "lowest": "highest", "best": "worst",
    "largest increase": "smallest increase", "met": "not met", "not met": "met", "met or nearly met": "not met",
    "outside": "in", "well outside": "in", "just outside": "in", "G": "R", "most": "few", "several": "few",
}  # fmt: skip
#: For each band one that has no place in common with it.
FALSE_BAND = {
    **dict.fromkeys(("top 5%", "top 10%", "top 20%", "top quartile"), "bottom half"),
    **dict.fromkeys(("second quartile", "third quartile"), "fourth quartile"),
    **dict.fromkeys(("bottom 50%", "bottom half"), "top quartile"),
}


def mutants(row) -> list[dict]:
    """Changes of one cell that make a claim that holds false: its number, its word, its band, its cohort, its target."""
    found = []
    if row.value and "/" not in row.value and row.against != "local authorities":
        number = Number(row.value)
        # places shared by many, and authorities without a figure, leave a rank some room
        size = 40 if row.kind == "rank_value" else 3
        for step in (size, -size):
            ending = "%" if number.percent else ""
            found.append({"value": f"{number.value + step:.{number.decimals}f}{ending}"})
    if row.value == "1/3":
        found.append({"value": "1/2"})
    if row.against == "local authorities":
        found.append({"value": "151"})
    if row.word in FALSE_WORD:
        found.append({"word": FALSE_WORD[row.word]})
    elif row.word == "strength":
        found.append({"word": "outside", "band": "top 10%"})
    if row.kind == "rank_band" and not row.word:
        found.append({"band": FALSE_BAND[row.band]})
        found.append({"word": "outside"})
    if row.kind == "target_is":
        found.append({"band": "top 20%"})
    if row.kind in ("cohort_size", "sensitivity") and row.cohort:
        found.append({"cohort": "5000"})
    if row.kind == "sensitivity" and not row.cohort:
        # far from the crowd a small change moves the rank little
        found.append({"measure": "ks4_progress8", "pupil_group": "", "area": "Knowsley"})
    return found


def survivors(data, claims, checked) -> tuple[int, list, list]:
    """How many mutants of the claims that hold were tried, those that still hold, and the claims without any."""
    held = claims[claims["id"].isin(checked.loc[checked["verdict"] == "holds", "id"])]
    tried = [row._asdict() | change for row in held.itertuples(index=False) for change in mutants(row)]
    without = [row.id for row in held.itertuples() if not mutants(row)]
    table = pd.DataFrame(tried, columns=COLUMNS).assign(claim=lambda rows: rows["id"])
    table["id"] = [f"m{n}" for n in range(len(table))]
    after = check_claims(data, table)
    alive = after[after["verdict"] == "holds"]
    return len(table), alive[["claim", "location", "kind", "printed", "recomputed"]].values.tolist(), without


def test_no_claim_that_holds_would_hold_if_it_said_something_false(barnet, claims, checked):
    tried, alive, without = survivors(barnet, claims, checked)
    assert (alive, without) == ([], []) and tried > 400


@pytest.mark.national
def test_nor_by_national_data(national_home, claims, checked_nationally):
    tried, alive, without = survivors(open_report("Barnet", 2017), claims, checked_nationally)
    assert (alive, without) == ([], []) and tried > 500
