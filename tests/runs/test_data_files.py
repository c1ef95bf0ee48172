"""The data files of a report: their names and first columns stay, and docs/data-files.md says what they hold today."""

import json
import re

import pytest

from analysis.basics.errors import InputError
from analysis.output.data_file import DataFile
from analysis.report.rankings.columns import Rankings
from analysis.runs.data_files import FILES, WORDS, describe
from places import REPO

#: What every report has promised to those who read its files by machine: never changed, only added to at the end.
PROMISED = {
    "rankings.csv": "measure,title,phase,pupil_group,year,area,area_name,value,status,rank,n_ranked,tie_first,tie_last,band,quartile_band,england,region,neighbours,previous_rank",
    "reliability.csv": "measure,title,pupil_group,pairs,correlation,stay_top_10,typical_move,places_15",
    "rank_movements.csv": "measure,pupil_group,year,release_first,release_last,is_oldest,called_first,called_last,both,changed,ranked,moved,moved_5,moved_10,within_ties,largest,bands",
    "gaps.csv": "measure,pupil_group,comparison_group,comparator,year,area,area_name,value,comparison_value,gap,lower,upper,pupils,rank,n_ranked,previous_gap,change",
    "small_cohorts.csv": "label,measure,pupil_group,year,area,area_name,numerator,denominator,value,lower,upper,one_pupil_points,rank_low,rank_high,possible,verdict,reason",
    "indicators.csv": "reference,title,target,result,previous,rank,status,reason",
    "claims.csv": "id,location,claim,kind,verdict,printed,recomputed,reason",
    "reconciliation.csv": "measure,title,pupil_group,year,printed_rank,recomputed_rank,n_ranked,tie_first,tie_last,printed_value,recomputed_value,outcome,reason",
    "observations.csv": "measure,pupil_group,year,area,area_type,value,status,numerator,denominator,lower,upper,decimals,release,source,locator,area_name,title",
    "gap_history.csv": "measure,title,pupil_group,comparison_group,comparator,year,area,area_name,value,comparison_value,gap,side,rank,n_ranked,previous_gap,change,verdict",
    "rank_sets.csv": "measure,pupil_group,year,area,area_name,value,pupils,standard_error,rank,n_ranked,lower,upper,lower_all,upper_all,lower_joint,upper_joint,best,among_best",
    "shrunken_ranks.csv": "measure,pupil_group,year,area,area_name,value,pupils,estimate,lower,upper,expected_rank,rank_low,rank_high,chance_best_10,chance_best_25",
    "pooled.csv": "measure,pupil_group,year,area,area_name,first_year,value,pooled,numerator,denominator,lower,upper,rank,n_ranked,left_out",
    "funnel.csv": "measure,pupil_group,year,area,area_name,value,pupils,areas,target,phi,tau2,lower_95,upper_95,lower_998,upper_998,outside",
    "revisions.csv": "measure,title,pupil_group,year,area,area_name,value_before,value_after,release_before,release_after,rank_before,rank_after,n_before,n_after,band_before,band_after",
    "sentences.csv": "id,location,claim,kind,verdict,printed,recomputed,reason",
}


def test_every_data_file_begins_with_the_columns_that_were_promised():
    found = {columns.file(): ",".join(columns.names()) for columns in FILES}
    assert found.keys() == PROMISED.keys()
    for file, first in PROMISED.items():
        assert f"{found[file]},".startswith(f"{first},"), file


def test_a_notebook_writes_each_data_file_once_and_no_other():
    written = [
        name
        for notebook in sorted((REPO / "notebooks").glob("*.ipynb"))
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        for name in re.findall(
            r"DataFile\([^,]*, (?:\w+\.)?(\w+)(?:, carried=False)?\)", "".join(cell["source"])
        )
    ]
    assert sorted(written) == sorted(columns.__name__ for columns in FILES)


def test_every_column_has_a_type_with_a_name_and_one_sentence():
    for columns in FILES:
        assert columns.__doc__ and columns.__doc__.endswith(".") and "\n" not in columns.__doc__
        for name, column in columns.to_schema().columns.items():
            assert str(column.dtype.type) in WORDS, (columns, name)
            assert re.fullmatch(r"[^|\n]+\.", column.description or ""), (columns, name)


def test_the_page_on_data_files_is_current():
    page = (REPO / "docs" / "data-files.md").read_text(encoding="utf-8")
    assert page == describe(), "Run: make docs"


def test_a_column_that_a_page_forgets_stops_the_page():
    table = Rankings.empty().drop(columns="band")
    with pytest.raises(InputError, match=r"column band is missing\.\n  where: rankings\.csv, column band"):
        DataFile(table, Rankings)
