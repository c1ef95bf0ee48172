"""Statements judged by the release that was public when they were made, beside the verdict by today's figures."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.manifest import editions
from analysis.data.prepare import prepare
from analysis.report.claims import tables
from analysis.report.claims.check import check_claims, claims_of
from analysis.report.claims.columns import Claims
from analysis.report.claims.files import read_claims
from analysis.report.contents import open_report
from analysis.runs.ready import make_ready
from claims_made import one
from places import NATIONAL
from releases_read import read_release

DAY, FOLDER = "2025-12-05", "2025-12-01_18449c3"
RWM = {"measure": "ks2_rwm_expected", "year": "2025"}


@pytest.fixture(scope="module")
def hillingdon(national_home, national):
    national(f"lait_releases/{FOLDER}/bds_long_0.parquet")
    prepare(DAY)
    return open_report("Hillingdon", 2025)


def ranks(folder) -> pd.Series:
    rows = read_release(folder).query(
        "measure == 'ks2_rwm_expected' and pupil_group == 'all' and year == 2025"
    )
    values = rows[rows["area_type"] == "la"].dropna(subset="value").set_index("area")["value"]
    return values.rank(ascending=False, method="min").astype(int)


@pytest.mark.national
def test_a_rank_of_its_day_and_a_rank_of_today(hillingdon):
    code = hillingdon.area.code
    then, now = ranks(NATIONAL / "lait_releases" / FOLDER)[code], ranks(NATIONAL / "lait")[code]
    assert (then, then == now) == (86, False)
    about = {"kind": "rank_value", **RWM, "date": DAY}
    right = one(hillingdon, **about, value=f"{then}th")
    assert (right["verdict"], right["verdict_today"]) == ("holds", "contradicted")
    assert (right["date"], right["release"], right["basis"]) == (DAY, FOLDER, "national")
    assert right["recomputed"].startswith("86th") and right["recomputed_today"].startswith(f"{now}nd")
    assert f"contradicted by the national data of today ({now}nd" in right["reason"]
    wrong = one(hillingdon, **about, value=f"{now}nd")
    assert (wrong["verdict"], wrong["verdict_today"]) == ("contradicted", "holds")
    assert one(hillingdon, **(about | {"date": ""}), value=f"{now}nd")["verdict"] == "holds"


@pytest.mark.national
@pytest.mark.parametrize("day", ["2018-03-07", "2025-11-10"])
def test_a_day_of_which_no_release_is_at_hand(hillingdon, day):
    found = one(hillingdon, kind="value", **RWM, value="67%", date=day)
    assert (found["verdict"], found["date"], found["release"], found["verdict_today"]) == (
        "holds",
        day,
        "",
        "",
    )


@pytest.mark.national
def test_a_report_as_at_an_earlier_day_knows_nothing_of_the_later(hillingdon):
    asked = replace(hillingdon, question=replace(hillingdon.question, as_at="2025-12-04"))
    assert one(asked, kind="value", **RWM, value="60%", date=DAY)["release"] == ""
    assert one(hillingdon, kind="value", **RWM, value="60%", date=DAY)["release"] == FOLDER


@pytest.mark.national
def test_a_figure_that_was_not_public_on_the_day_is_judged_by_todays(hillingdon):
    earlier = read_release(NATIONAL / "lait_releases" / FOLDER).query("year == 2025")
    new = hillingdon.rankings[~hillingdon.rankings["measure"].isin(earlier["measure"])]
    row = new[new["value"].notna() & new["rank"].notna()].iloc[0]
    about = {"measure": row["measure"], "pupil_group": row["pupil_group"], "year": "2025"}
    found = one(hillingdon, kind="rank_value", **about, value=str(row["rank"]), date=DAY)
    assert (found["verdict"], found["release"], found["verdict_today"]) == ("holds", "", "")


@pytest.mark.national
def test_what_the_page_says_of_both(hillingdon, tmp_path):
    claims = [
        {"claim": "We are 86th", "kind": "rank_value", "value": "86th", "date": DAY, **RWM},
        {"claim": "60%", "kind": "value", "value": "60%", "date": DAY, **RWM},
        {
            "claim": "In the bottom half",
            "kind": "rank_band",
            "band": "bottom half",
            "date": "2025-11-10",
            **RWM,
        },
        {"claim": "67%", "kind": "value", "value": "67%", **RWM},
    ]
    file = tmp_path / "claims.csv"
    pd.DataFrame(claims).fillna("").to_csv(file, index=False)
    make_ready("Hillingdon", 2025, str(file))
    rows = claims_of(hillingdon, str(file))
    Claims.require(rows)
    assert tables.dated(rows) == (
        "The day of 3 claims is known. 2 are judged by the release of the interactive tool that was public then (1 December 2025). "
        "2 of these have another verdict by today's figures."
    )
    table = tables.since_made_table(tables.since_made(rows)).frame
    assert table["When made | verdict"].tolist() == ["holds"] * 2
    assert table["Today | verdict"].tolist() == ["contradicted"] * 2
    assert table["When made | figures"].iloc[1] == "60 (provisional), release of 1 December 2025"
    # two reports beside each other are each checked by their own figures
    undated = claims_of(hillingdon, str(file), dated=False).set_index("claim")["verdict"]
    assert undated["We are 86th"] == "contradicted" and undated["67%"] == "holds"


@pytest.mark.national
def test_the_papers_decide_and_of_their_day_nothing_is_guessed(national_home, national, claims, monkeypatch):
    national("lait_releases/2024-11-25_c15b7c0/bds_long_0.parquet")
    day = "2024-11-26"
    prepare(day)
    barnet = open_report("Barnet", 2017)
    before = check_claims(barnet, claims).set_index("id")
    guess = "it may have held then"
    assert before["reason"].str.contains(guess).any()
    dated = {key: replace(source, released=day) for key, source in editions().items()}
    monkeypatch.setattr("analysis.data.local_figures.editions", lambda: dated)
    after = check_claims(open_report("Barnet", 2017), claims).set_index("id").loc[before.index]
    assert (after["date"] == day).all()
    of_day = after["release"] == "2024-11-25_c15b7c0"
    assert of_day.any() and (after.loc[of_day, "basis"] == "national").all()
    assert not after.loc[of_day, "reason"].str.contains(guess).any()
    papers = before["basis"] != "national"
    assert (after.loc[papers, "verdict"] == before.loc[papers, "verdict"]).all()
    assert (after.loc[of_day, "verdict_today"] == before.loc[of_day, "verdict"]).all()


def test_a_day_that_is_none(tmp_path):
    file = tmp_path / "claims.csv"
    for text in ("5 December 2025", "2025-02-30", "2025-13-01"):
        row = {
            "claim": "67%",
            "kind": "value",
            "value": "67%",
            "measure": "ks2_rwm_expected",
            "year": "2025",
            "date": text,
        }
        pd.DataFrame([row]).to_csv(file, index=False)
        with pytest.raises(InputError, match="is not a day") as error:
            read_claims(file)
        assert (error.value.row, error.value.column) == (2, "date")


def test_without_a_day_nothing_is_said_of_days(checked):
    assert tables.dated(checked) == "" and tables.since_made(checked).empty
    assert (checked[["date", "release", "verdict_today", "recomputed_today"]] == "").all(axis=None)
