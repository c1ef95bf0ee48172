"""The claims that our sentences on headline results make: how many are better than others', and the lowest places."""

import re
from dataclasses import replace

from analysis.catalogue.measures import load_measures
from analysis.report.claims.subject import Subject
from analysis.report.rankings import headline_sentences as headlines_said


def better(match, own: Subject) -> list[dict]:
    """How many headline results are better than another area's, of how many that both have."""
    whom = {
        "England": "England",
        own.report.question.region_name: "region",
        headlines_said.NEIGHBOURS: "neighbours",
    }[match["whom"]]
    told = {"better than": match["n"].replace("none", "0"), "beside": match["all"]}
    return [
        {
            "kind": "count",
            "against": f"headline results {words} {whom}",
            "value": n,
            "year": str(own.report.year),
        }
        for words, n in told.items()
    ]


def lowest(match, own: Subject) -> list[dict]:
    """Each of the lowest places, with how many are ranked and share it."""
    titles = load_measures()["title"]
    found = []
    for told in re.finditer(headlines_said.ONE_OF_LOWEST, match["places"]):
        (measure,) = titles.index[titles == told["name"]]
        about = replace(own, measure=measure, pupil_group="all")
        found.append(about.cells("rank_value", value=told["rank"]))
        counts = {"ranked": told["n"], "sharing the place": told["shared"]}
        found += [about.cells("count", against=against, value=n) for against, n in counts.items() if n]
    return found
