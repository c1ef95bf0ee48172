"""Made claims, and made figures to check them against."""

from dataclasses import replace

import pandas as pd

from analysis.basics.numbers import Number
from analysis.catalogue.areas import ENGLAND, find_area
from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import make_observations
from analysis.data.question import Question
from analysis.report.claims.check import check_claims
from analysis.report.claims.kinds import COLUMNS

#: A row of a user's file.
GOOD = {
    **{"location": "p. 2", "claim": "Above England", "kind": "comparison", "measure": "ks2_rwm_expected"},
    **{
        "pupil_group": "",
        "year": "2023/24",
        "comparator": "England",
        "word": "above",
        "value": "",
        "band": "",
    },
}


def one(data, *, dated: bool | None = None, **cells) -> dict:
    """The verdict on one claim: by the figures of the report, unless a day is given or it is to be of its time (``dated``)."""
    dated = bool(cells.get("date") or cells.get("written")) if dated is None else dated
    row = dict.fromkeys(COLUMNS, "") | {"id": "k1", "location": "p. 1", "claim": "A claim"} | cells
    return check_claims(data, pd.DataFrame([row], index=[2]), dated=dated).iloc[0].to_dict()


def with_figure(data, new: str, /, **where):
    """The report with one printed figure changed."""
    figures = data.paper.figures.copy()
    chosen = (figures[list(where)] == pd.Series(where)).all(axis=1)
    assert chosen.sum() == 1, (where, int(chosen.sum()))
    figures.loc[chosen, "printed"] = new
    figures.loc[chosen, "value"] = Number(new).value
    return replace(data, paper=replace(data.paper, figures=figures))


def world(barnet, rows: list[tuple], *, area="Camden", year=2024):
    """National data of a few rows (measure, group, year, area name, value[, numerator, denominator]), no report."""
    table = pd.DataFrame(
        [
            {
                **{"measure": measure, "pupil_group": group, "year": when, "value": float(value)},
                "area": ENGLAND if name == "England" else find_area(name).code,
                "area_type": "country" if name == "England" else find_area(name).area_type,
                **{"numerator": counts[0], "denominator": counts[1]},
            }
            for measure, group, when, name, value, *counts in (
                (*row, None, None) if len(row) == 5 else row for row in rows
            )
        ]
    ).assign(source="made", locator="row 1")
    table["decimals"] = table["measure"].map(load_measures()["decimals"]).astype("Int8")
    observations = make_observations(table, "made.csv")
    england = replace(barnet.england, observations=observations, printed={})
    question = Question(find_area(area), year)
    return replace(barnet, question=question, england=england, paper=None, observations=observations)


BOROUGHS = [
    "Camden",
    "Islington",
    "Hackney",
    "Westminster",
    "Brent",
    "Ealing",
    "Harrow",
    "Hounslow",
    "Bexley",
    "Bromley",
]


def ranked(barnet, values: list[float], measure="ks2_rwm_expected", year=2024, more: tuple = ()):
    """Ten boroughs, Camden first, with these values."""
    return world(
        barnet, [(measure, "all", year, name, v) for name, v in zip(BOROUGHS, values, strict=False)] + [*more]
    )
