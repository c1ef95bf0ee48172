"""The summary's sentences, read back from their text: none is contradicted, and a false one is found."""

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.catalogue.measures import PUPIL_GROUPS, load_measures, of_all_pupils, titled
from analysis.report.claims.check import check_claims
from analysis.report.claims.check_sentences import Results, check_sentences, claims_in
from analysis.report.claims.kinds import COLUMNS
from analysis.report.claims.phrases import GROUPS
from analysis.report.contents import open_report
from analysis.report.gaps.levels import PAIRS
from analysis.report.gaps.sentences import gap_sentences
from analysis.report.rankings.headline_results import RESULTS
from analysis.report.rankings.headline_sentences import OF_ALL
from analysis.report.rankings.sentences import against_england, extremes
from analysis.report.summary.findings import UNCOUNTED
from analysis.report.summary.headlines import headlines
from analysis.report.summary.summary import how_checked
from places import make_home

CASES = [
    *[
        ("Barnet", 2017),
        ("Barnet", 2025),
        ("Blackpool", 2023),
        ("Kent", 2020),
        ("Rutland", 2019),
        ("Leeds", 2018),
    ],
    *[("Cornwall", 2022), ("Cumberland", 2024), ("North Yorkshire", 2025), ("Newham", 2016)],
    *[("Kingston upon Thames", 2019), ("Isles of Scilly", 2018), ("City of London", 2019)],
]
#: A cohort's interval and what one pupil is worth: figures of small_cohorts.csv that no kind of claim is about.
#: Numbers worked out for a sentence, which no claim is about: the pupils that a change is, and what rounding can do.
WORKED_OUT = r"is (?:\d+ (?:or|to) )?\d+ pupils? of \d+|a change of up to [\d.]+ points?"
#: Every name of a figure, the longest first: one may begin with another.
NAMES = {
    titled(measure, title, group): (measure, group)
    for measure, title in load_measures()["title"].items()
    for group in PUPIL_GROUPS
}
NAMES = dict(sorted(NAMES.items(), key=lambda pair: -len(pair[0])))
OF_COHORTS = ("a true share of anything from", "figures of small cohorts")


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def report(request, national_home):
    """The report's data, its summary, all its sentences with their sections, and the verdicts on them."""
    data = open_report(*request.param)
    told = data.summary
    rows = sentences(data, told)
    return SimpleNamespace(data=data, told=told, rows=rows, checked=check_sentences(data, rows))


@pytest.fixture(scope="module")
def offline(tmp_path_factory):
    """Barnet 2016/17 without national data."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        make_home(tmp_path_factory.mktemp("summary") / "home", monkeypatch)
        from analysis.data.prepare import prepare

        prepare()
        return open_report("Barnet", 2017)


def sentences(data, told) -> list[tuple[str, str]]:
    """Every sentence of the summary, of the command's headlines and of the pages' lists, with its section."""
    found = [(text, section) for section, texts in told.items() for text in texts]
    others = [
        *headlines(data),
        *extremes(data.rankings, data),
        *gap_sentences(data.gaps, "disadvantaged"),
    ]
    return found + [(text, "") for text in others]


def unread(data, rows) -> list[str]:
    rows = [(text, section) for text, section in rows if not any(words in text for words in OF_COHORTS)]
    return [f"{left}: {text}" for text, section in rows if (left := claims_in(text, data, section).unread)]


BAD = ("contradicted", "not_checkable")


def bad(checked) -> list[str]:
    rows = checked[checked["verdict"].isin(BAD)]
    return [
        f"{row.claim} [{row.kind} {row.printed}: {row.recomputed} {row.reason}]" for row in rows.itertuples()
    ]


@pytest.mark.national
def test_no_sentence_of_ours_is_contradicted(report):
    assert unread(report.data, report.rows) == []
    assert len(report.checked) >= 8 and bad(report.checked) == []


@pytest.mark.national
def test_what_is_named_can_be_shown(report):
    """Strengths, areas for development and movements hold whatever ties and cohorts leave open."""
    kinds = ("strengths", "development", "movements")
    named = {text for kind in kinds for text in report.told[kind]}
    assert set(report.checked.loc[report.checked["claim"].isin(named), "verdict"]) <= {"holds"}


@pytest.mark.national
def test_what_is_shown_to_differ_is_no_caution(report):
    cohorts = report.data.cohorts
    shown = set(cohorts.loc[cohorts["verdict"] == "supports the statement", "label"])
    doubtful = set(cohorts.loc[cohorts["verdict"] != "supports the statement", "label"])
    cautions = [text for text in report.told["cautions"] if OF_COHORTS[0] in text]
    named = {label for label in shown - doubtful for text in cautions if text.startswith(f"{label}: ")}
    assert not named


@pytest.mark.national
def test_a_change_that_chance_can_do_is_said_to_be_so(report):
    changes = report.checked[
        report.checked["claim"].str.contains(r"The change is (?:\d+ \w+ )?\d+ pupils? of")
        & (report.checked["kind"] == "change")
    ]
    firm = {"higher as published": "increased", "lower as published": "decreased"}
    for row in changes.itertuples():
        assert row.verdict == "holds", row.claim
        cells = {name: getattr(row, name, "") for name in COLUMNS} | {"word": firm.get(row.word, row.word)}
        without = replace(report.data, paper=None)
        (again,) = check_claims(without, pd.DataFrame([cells]), Results(report.data)).itertuples()
        chance = "Chance alone can explain it." in row.claim
        assert (again.verdict == "not_supported_statistically") == chance, row.claim


@pytest.mark.national
def test_nothing_is_said_twice(report):
    # the caution after a list belongs to each list
    told = [text for texts in report.told.values() for text in texts if UNCOUNTED not in text]
    assert len(told) == len(set(told))
    strong, weak = (
        {re.split(r": (?=[−\d])", text)[0] for text in report.told[kind] if "England" in text}
        for kind in ("strengths", "development")
    )
    assert not strong & weak, strong & weak


def test_no_sentence_is_contradicted_without_national_data(offline):
    rows = sentences(offline, offline.summary)
    assert unread(offline, rows) == [] and bad(check_sentences(offline, rows)) == []
    assert "none are contradicted" in how_checked(offline.checked_summary)


FLIPPED = {
    "above": "below",
    "below": "above",
    "up": "down",
    "down": "up",
    "narrowed": "widened",
    "widened": "narrowed",
}
FLIPPED |= {"behind": "ahead of"}


def falsified(text: str) -> list[str]:
    """The sentence with each of its numbers, and each of its words about a side, made wrong in turn."""
    text = re.sub(r" ?\[[^]]*\]\([^)]*\)", "", text)  # the link names a table
    names = [
        span
        for title in [*load_measures()["title"], *RESULTS.values()]
        for span in (m.span() for m in re.finditer(re.escape(title), text))
    ]

    names += [match.span() for match in re.finditer(WORKED_OUT, text)]

    def within_a_name(match) -> bool:
        return any(start <= match.start() < end for start, end in names)

    found = []
    for match in re.finditer(r"(?<!20\d\d/)(?<!\d)(\d+(?:\.\d+)?)(st|nd|rd|th)?(?! 100 pupils|\d)", text):
        said = match[1]
        # the 1st is what a rank means; years are read as part of their phrase
        if within_a_name(match) or match[0] == "1st" or said == "100" or re.fullmatch(r"20[12]\d", said):
            continue
        if text[: match.start()].endswith("(top "):
            # a wider band would hold too
            found.append(text[: match.start() - 4] + "bottom half" + text[match.end() + 1 :])
            continue
        wrong = f"{float(said) + 3:.{len(said.partition('.')[2])}f}" + ("th" if match[2] else "")
        found.append(text[: match.start()] + wrong + text[match.end() :])
    for word, other in FLIPPED.items():
        for match in re.finditer(rf"\b{word}\b", text):
            if not within_a_name(match):
                found.append(text[: match.start()] + other + text[match.end() :])
    return found


def test_a_false_sentence_is_found_contradicted(offline):
    """Every number of every sentence, and every word about a side, made wrong: the check says so, or cannot read it."""
    rows = [
        (text, section)
        for text, section in sentences(offline, offline.summary)
        if not any(words in text for words in OF_COHORTS)
    ]
    # without national data nothing is named, as nothing says how ranks go on: the rankings page's own sentences beside
    table = offline.rankings
    headline = table[table["headline"] & table["rank"].notna() & table["england"].notna()]
    rows += [(against_england(row), "") for row in headline.itertuples()]
    wrong = [(other, section) for text, section in rows for other in falsified(text)]
    assert len(wrong) > 100
    checked = check_sentences(offline, wrong)
    found = set(checked.loc[checked["verdict"] == "contradicted", "claim"])
    missed = [
        text for text, section in wrong if text not in found and not claims_in(text, offline, section).unread
    ]
    assert not missed, "\n".join(missed)
    # some sentences stand in two sections: each is counted once
    assert len(found) > 0.9 * len({text for text, _ in wrong})
    never = [text for text, _ in rows if falsified(text) and found.isdisjoint(falsified(text))]
    assert not never, "\n".join(never)


@pytest.mark.national
def test_a_false_sentence_is_found_by_national_data(national_home):
    data = open_report("Blackpool", 2023)
    text = (
        data.summary["strengths"][0]
        if "England" in data.summary["strengths"][0]
        else data.summary["development"][0]
    )
    wrong = falsified(text)
    checked = check_sentences(data, [(other, "") for other in wrong])
    assert set(checked.loc[checked["verdict"] == "contradicted", "claim"]) == set(wrong)


def cells_of(report) -> dict[str | tuple[str, str], set[float]]:
    """The numbers of every row of the report's data files, by measure and pupil group, and by a cohort's label."""
    ranked, figures = report.data.rankings, report.data.export()
    ranked = ranked.assign(places=ranked["previous_rank"] - ranked["rank"])
    figures = figures[figures["year"].isin([report.data.year, report.data.year - 1])]
    tables = [ranked, report.data.gaps, report.data.cohorts, figures]
    found: dict[str | tuple[str, str], set[float]] = {}
    for table in tables:
        numbers = table.drop(columns=["measure", "pupil_group"]).apply(pd.to_numeric, errors="coerce")
        cells = np.abs(
            numbers.astype(object).apply(pd.to_numeric, errors="coerce").to_numpy(float, na_value=np.nan)
        )
        labels = table["label"] if "label" in table else [""] * len(table)
        for measure, group, label, row in zip(
            table["measure"], table["pupil_group"], labels, cells, strict=True
        ):
            for key in ((measure, group), label):
                found.setdefault(key, set()).update(row)
    return found


def figures_named(text: str, section: str) -> tuple[set[tuple[str, str]], str]:
    """The figures that a sentence names, by measure and pupil group, and the rest of it; gaps are of disadvantaged pupils."""
    found = set()
    lead = re.match(r"([A-Z][^:]*): ", text)
    group = GROUPS.get(lead[1][0].lower() + lead[1][1:]) if lead else None
    group = group or ("disadvantaged" if section == "gaps" else None)
    for name, (measure, own) in NAMES.items():
        if name in text:
            found |= {(measure, own)} if group is None else {(measure, group), (measure, PAIRS[group])}
            text = text.replace(name, "")
    return found, text


def is_there(said: str, cells: set[float]) -> bool:
    """Whether a number, as it is said, is one of the cells rounded to as many decimals."""
    half = 0.5 * 10.0 ** -len(said.partition(".")[2]) + 1e-9
    return any(abs(float(said) - cell) <= half for cell in cells)


def ahead(results, name: str) -> int:
    """How many results are above another area's as both are printed."""
    both = results[results[name].notna()]
    pairs = zip(both["value"], both[name], both["decimals"], strict=True)
    return sum(
        np.floor(own * 10**n + 0.5 + 1e-9) > np.floor(other * 10**n + 0.5 + 1e-9) for own, other, n in pairs
    )


@pytest.mark.national
def test_every_number_is_found_in_the_data_files(report):
    """In a row of the sentence's own measure; a count of rows is counted again, and pupils are worked out again."""
    table, cells = report.data.rankings, cells_of(report)
    whole = table["rank"].notna() & of_all_pupils(table)
    ranked, indicators = table[whole], report.data.indicators
    n, absent = ranked["band_n"], ranked["not_published"].fillna(0)
    by_rank = [(ranked["rank"] <= share * n // 100).sum() for share in (10, 20)]
    certain = [(ranked["open_last"] <= share * n // 100).sum() for share in (10, 20)]
    low = (2 * ranked["rank"] > n - n % 2).sum(), (ranked["open_first"] > (n + absent) // 2).sum()
    open_ = [a - b for a, b in zip((*by_rank, low[0]), (*certain, low[1]), strict=True)]
    shares = (
        [int(np.floor(100 * part / len(ranked) + 0.5)) for part in (certain[0], low[1])]
        if len(ranked)
        else []
    )
    about = [(ranked["phase"] == phase).sum() for phase in ("attendance", "exclusions")]
    groups = (table["rank"].notna() & ~whole).sum()
    provisional = ranked["publication_status"].eq("provisional").sum()
    statuses = indicators.loc[indicators["counted_with"] == "", "status"].value_counts()
    told = (
        len(ranked),
        certain[0],
        certain[1] - certain[0],
        low[1],
        *open_,
        *shares,
        *about,
        groups,
        provisional,
    )
    results = table[table["measure"].isin(RESULTS) & (table["pupil_group"] == "all") & table["value"].notna()]
    beside = [
        n
        for name in ("england", "region", "neighbours")
        for n in (results[name].notna().sum(), ahead(results, name))
    ]
    counts = {*map(float, (*told, *beside, len(indicators), statuses.sum(), *statuses)), 10.0, 20.0}
    history = report.data.gap_history
    before = history[history["year"] == 2019].set_index(["measure", "pupil_group"])["gap"]
    missing = []
    for section, text in [(section, text) for section, texts in report.told.items() for text in texts]:
        text = re.sub(r" ?\[[^]]*\]\([^)]*\)|\*", "", text)
        if OF_COHORTS[1] in text or text.startswith(OF_ALL):
            continue  # the tests of small cohorts, and of what was published, count these again
        label = max(
            (key for key in cells if isinstance(key, str) and key and key in text), key=len, default=""
        )
        named, said = figures_named(text, section)
        if section == "provisional":
            said = re.sub("|".join(map(re.escape, RESULTS.values())), "", said)
        if label:
            named, said = named | {label}, said.replace(label, "")
        of_rows = set().union(*(cells.get(key, set()) for key in named))
        # a movement is told since two years before
        years = {float(report.data.year - back) for back in range(3 if section == "movements" else 2)}
        if section == "gaps":  # since before the pandemic too, with the years after which nothing is compared
            years |= {2019.0, *before[before.index.isin([*named])].abs()}
            said = re.sub(r"the series has breaks? after [\d, and]+\.", "", said)
        known = of_rows | {1.0} | years if named else counts
        if change := re.search(
            r"([\d.]+)% in 20\S+ and ([\d.]+)% in 20.*? is (?:(\d+) (?:or|to) )?(\d+) pupils? of (\d+)", said
        ):
            points, n = abs(float(change[1]) - float(change[2])), int(change[5])
            assert abs(points * n / 100 - int(change[4])) <= 1 + n / 100
            said = said.replace(change[0][change[0].index(" is ") :], f" of {change[5]}")
            said = re.sub(r"in 20\d\d/\d\d", "", said)
        # the fewest places are worked out from both ranks: the tests of findings hold them
        said = re.sub(r"at least \d+ places?|10% of|20%, and", "", said)
        # what is usual, and about how many pupils there are: the tests of counts of bands work them out again
        # estimates: their own tests hold them
        said = re.sub(r"An estimate that uses all local authorities .* in 100", "", said)
        said = re.sub(
            r"In the median local authority it is \d+% and \d+%|has \D+\d+ pupils(, fewer than \d+)?",
            "",
            said,
        )
        said = re.sub(r"(fewer than )?about [\d,]+ pupils", "", said)
        said = re.sub(
            r"per 100 pupils|95%|series has a break after \d+|[Aa] figure is 0|[Kk]ey stage \d", "", said
        )
        missing += [
            f"{n}: {text}"
            for n in re.findall(r"\d+(?:\.\d+)?", said.replace(",", ""))
            if not is_there(n, known)
        ]
    assert missing == [], "\n".join(missing)
