"""Numbers of pupils at key stage 2, from a small file that is made: its figures are nobody's."""

from dataclasses import replace

import pytest

from analysis.basics.errors import InputError
from analysis.data.cohort_sizes import ELIGIBLE, cohort_sizes
from analysis.data.store import prepared_england
from analysis.sources.ks2_sizes import COLUMNS, read_sizes
from ees_made import FOLDER

MADE = FOLDER / "ks2-information.csv"


def test_numbers_of_las_by_group_without_what_is_suppressed():
    table = read_sizes([MADE])
    assert (
        list(table) == COLUMNS
        and len(table) == 5 + 4 + 5
        and set(table["area"]) == {"E09000003", "E06000017"}
    )
    found = table.set_index(COLUMNS[:3])["pupils"].to_dict()
    assert found["all", 2025, "E09000003"] == 4321 and found["disadvantaged", 2024, "E06000017"] == 59
    assert found["sen_support", 2025, "E06000017"] == 70 and ("ehc_plan", 2025, "E06000017") not in found


def test_no_file_has_no_numbers():
    assert read_sizes([]).empty and list(read_sizes([])) == COLUMNS


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (",4321,", ",4321.5,", "no number of pupils"),
        ("E09000003", "E09000099", "No local authority has the code"),
        ("202324", "2023-24", "not a school year"),
        ("tsenelk", "tsen", "tsenelk"),
    ],
)
def test_what_is_not_understood_is_refused(tmp_path, old, new, words):
    file = tmp_path / "made.csv"
    file.write_text(MADE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_sizes([file])


@pytest.mark.national
def test_they_take_the_place_of_approximate_sizes(national_home):
    england = replace(prepared_england(), sizes=read_sizes([MADE]))
    sizes = england.once(cohort_sizes)
    rows = sizes[(sizes["area"] == "E06000017") & (sizes["measure"] == "ks2_rwm_expected")]
    rows = rows.set_index(["pupil_group", "year"])
    for key, pupils in {("all", 2025): 401, ("disadvantaged", 2024): 59, ("sen_support", 2025): 70}.items():
        assert tuple(rows.loc[key, ["pupils", "error", "source", "counted"]]) == (pupils, 0.0, ELIGIBLE, True)
    assert not rows.loc[("ehc_plan", 2025), "counted"] and not rows.loc[("all", 2019), "counted"]
