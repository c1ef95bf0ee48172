"""Rules for claims about many figures at once: totals, counts, and what a small change would do."""

from analysis.basics.errors import InputError
from analysis.basics.numbers import as_printed, format_value, half_away, ordinal
from analysis.basics.phrases import counted
from analysis.catalogue.areas import load_areas
from analysis.catalogue.existing import standing
from analysis.catalogue.measures import of_all_pupils
from analysis.catalogue.observations import KEY, select
from analysis.data.publication_status import PROVISIONAL, STATUSES
from analysis.report.checks.evidence import Reading, View
from analysis.report.claims.bands import (
    TARGET_STATUSES,
    band_holds,
    certainly_in,
    cohort_holds,
    quantity_holds,
)
from analysis.report.claims.cases import Case, Outcome
from analysis.report.claims.cohorts import cohorts_of
from analysis.report.claims.headline_counts import BETTER, COMPARED, of_better, of_headlines
from analysis.report.claims.national import National, national_rank
from analysis.report.rankings.band_counts import counted as counted_rows
from analysis.report.rankings.band_counts import medians
from analysis.statistics.possible_counts import possible_counts

COUNTED = (
    *("local authorities", "ranked", "sharing the place", "ranks", "every rank", "provisional ranks"),
    *("ranks certain", "ranks open", "share certain", "median share"),
    *("headline ranks", "headline ranks certain", *BETTER, *COMPARED),
    *(f"ranks of {part}" for part in ("attendance", "exclusions", "groups")),
    *("marks", "pupils", "schools", "remainder"),
    *("target results", "targets", *(f"targets {status}" for status in (*TARGET_STATUSES, PROVISIONAL))),
    *("figures", *(f"figures {status}" for status in STATUSES)),
)
SCHOOLS = "the figures of each school, as DfE publishes them in its tables of schools: those at hand are of local authorities"
#: The largest group that a percentage and its remainder are searched for.
SEARCHED = 2000


def total(case: Case, view: View) -> Outcome | None:
    """A total against the range of its parts, which can refute it but not show it."""
    names = [name.strip() for name in case.against.split(";")]
    parts = [part for name in names if (part := view.figure(case.key(measure=name))) is not None]
    if len(parts) < len(names):
        return None
    ends = [
        (part.value - 0.5 * 10.0**-part.decimals, part.value + 0.5 * 10.0**-part.decimals) for part in parts
    ]
    stated, half = case.the_number.value, 0.5 * 10.0**-case.the_number.decimals
    low, high = min(end[0] for end in ends), max(end[1] for end in ends)
    found = " and ".join(part.text for part in parts)
    if stated + half <= low or stated - half >= high:
        return Outcome(False, found, "outside the range of its parts")
    return Outcome(
        None, found, "within reach of its parts, which is all that can be checked", "the size of each part"
    )


def count(case: Case, view: View) -> Outcome | None:
    if case.against == "local authorities":
        n = len(standing(load_areas(), case.year or case.report.year))
        return Outcome(
            n == case.the_number.value, f"{n}", f"local authorities in summer {case.year or case.report.year}"
        )
    if case.against == "marks":
        return _marks(case)
    if case.against.startswith("target") and case.against in COUNTED:
        return _targets(case, view)
    if case.against == "pupils":
        return None
    if case.against == "schools":
        return Outcome(None, needs=SCHOOLS)
    if case.against == "remainder":
        return _remainder(case, view)
    if case.against in ("ranked", "sharing the place"):
        return _ranking(case, view)
    if case.against == "provisional ranks" or (
        case.against.startswith("figures") and case.against in COUNTED
    ):
        return _published(case, view)
    if case.against in COUNTED and case.against.startswith("ranks of "):
        return _ranks_of(case, view)
    if case.against in ("headline ranks", "headline ranks certain"):
        return of_headlines(case, view)
    if case.against in BETTER or case.against in COMPARED:
        return of_better(case, view)
    band = case.band
    if band is not None and case.against in ("ranks certain", "ranks open", "share certain", "median share"):
        return _in_band(case, view)
    if case.against != "every rank" and (case.against != "ranks" or band is None):
        raise InputError(
            f"'{case.against}' cannot be counted.", column="against", expected=" or ".join(COUNTED)
        )
    ranks = view.ranks(case.year or case.report.year, case.area)
    if not ranks:
        return None
    if case.against == "every rank" or band is None:
        return Outcome(len(ranks) == case.the_number.value, counted(len(ranks), "rank"))
    first_last = [band.places(view.counted_among(rank)) for rank in ranks]
    part = sum(first <= rank.value <= last for rank, (first, last) in zip(ranks, first_last, strict=True))
    if case.value is not None:
        return Outcome(part == case.value.value, f"{part} of {counted(len(ranks), 'rank')}")
    judged = quantity_holds(case.the_word, part, len(ranks))
    return Outcome(judged.holds, f"{part} of {counted(len(ranks), 'rank')} in the {band.name}")


def _in_band(case: Case, view: View) -> Outcome | None:
    """How many ranks lie in a band for certain, or by one of their places only; or the share of the ranks, here or in the middle."""
    year, band = case.year or case.report.year, case.the_band
    if case.against == "median share":
        return _median_share(case, view)
    ranks = view.ranks(year, case.area)
    if not ranks:
        return None
    certain = [certainly_in(band, view, rank) for rank in ranks]
    found = sum(certain)
    if case.against == "ranks open":
        inside = [
            band_holds("in", int(rank.value), band, view.counted_among(rank)).holds is True for rank in ranks
        ]
        found = sum(inside) - found
    if case.against == "share certain":
        share = half_away(100 * found / len(ranks), 0)
        return Outcome(share == case.the_number.value, f"{share:g}% of {counted(len(ranks), 'rank')}")
    return Outcome(found == case.the_number.value, f"{found} of {counted(len(ranks), 'rank')}")


def _median_share(case: Case, view: View) -> Outcome | None:
    """The share of the LA's measures that lies in a band for certain in the LA in the middle."""
    report = view.report if isinstance(view, National) else case.report
    if (case.year or report.year, case.area) != (report.year, report.area.code):
        return None
    shares = medians(counted_rows(report.rankings, report), report)
    if case.the_band.name not in shares:
        return None
    found = half_away(shares[case.the_band.name], 0)
    return Outcome(found == case.the_number.value, f"{found:g}%")


def _ranks_of(case: Case, view: View) -> Outcome | None:
    """How many ranks of the report's LA and year are of a subject, or of groups of pupils."""
    report = view.report if isinstance(view, National) else case.report
    if (case.year or report.year, case.area) != (report.year, report.area.code):
        return None
    rows, part = report.rankings, case.against.removeprefix("ranks of ")
    if part == "groups":
        found = int((rows["rank"].notna() & ~of_all_pupils(rows)).sum())
    else:
        found = int((counted_rows(rows, report)["phase"] == part).sum())
    return Outcome(found == case.the_number.value, counted(found, "rank"))


def _published(case: Case, view: View) -> Outcome | None:
    """How many figures of the report's LA and year have a publication status, or how many ranks of all pupils are provisional."""
    report = view.report if isinstance(view, National) else case.report
    if (case.year or report.year, case.area) != (report.year, report.area.code):
        return None
    rows = select(report.figures, area=report.area.code, year=report.year)
    if case.against == "provisional ranks":
        rows = rows[of_all_pupils(rows) & (rows["publication_status"] == PROVISIONAL)]
        rows = rows[KEY].merge(report.ranks[KEY], on=KEY)
    elif wanted := case.against.removeprefix("figures").strip():
        rows = rows[rows["publication_status"] == wanted]
    else:
        rows = rows[rows["value"].notna()]
    noun = "provisional rank" if case.against == "provisional ranks" else "figure"
    return Outcome(len(rows) == case.the_number.value, counted(len(rows), noun))


def _ranking(case: Case, view: View) -> Outcome | None:
    """How many authorities are ranked on a measure, or share the place on it."""
    reading = view.find(case.key(kind="rank")) if case.measure else None
    if reading is None or reading.n is None or reading.last is None:
        return None
    found = reading.n if case.against == "ranked" else int(reading.last - reading.value) + 1
    return Outcome(found == case.the_number.value, f"{found}", reading.text)


def _remainder(case: Case, view: View) -> Outcome | None:
    """How many did not reach the standard: a whole group must exist of which that is the rest of the percentage."""
    level, rest = view.find(case.key(kind="value")), int(case.the_number.value)
    if level is None:
        return None
    percent = as_printed(level.value, level.decimals)
    groups = range(max(rest, 1), SEARCHED)
    sizes = [n for n in groups if n - rest in possible_counts(percent, level.decimals, n)]
    if not sizes:
        return Outcome(False, level.text, f"no group of which {rest} fall short prints as {_percent(level)}")
    listed = f"{sizes[0]}" if len(sizes) == 1 else f"{sizes[0]} to {sizes[-1]}"
    reason = "a whole group exists of which so many fall short, which is all that can be checked"
    return Outcome(None, f"{_percent(level)} of {listed}", reason, "the size of the group")


def _percent(level: Reading) -> str:
    """A percentage as it is printed, with its sign before what is said of it: "69% (provisional)"."""
    number, space, said = level.text.partition(" ")
    return f"{number}%{space}{said}"


def _targets(case: Case, view: View) -> Outcome | None:
    """How many targets there are, or have one status by the rules of the indicators' page."""
    report = view.report if isinstance(view, National) else case.report
    if (case.year or report.year) != report.year:
        return None
    rows = report.indicators
    if rows.empty:
        return None
    every, wanted = len(rows), case.against.removeprefix("targets").strip()
    # what is one result is met, or missed, once
    once = rows[rows["counted_with"] == ""]
    column = "publication_status" if wanted == PROVISIONAL else "status"
    found = {"": every, "target results": len(once)}.get(wanted, int((once[column] == wanted).sum()))
    return Outcome(found == case.the_number.value, f"{found} of {counted(every, 'target')}")


def _marks(case: Case) -> Outcome | None:
    if case.report.paper is None:
        return None
    marks = case.report.paper.indicators["mark"]
    part, whole = int((marks != "").sum()), len(marks)
    found = f"{part} of {counted(whole, 'indicator')} carry a letter"
    claimed = whole if case.word is not None else case.the_number.value
    if part == claimed:
        return Outcome(True, found)
    return Outcome(
        None, found, "the others may be marked by colour alone, which the text of the papers does not hold"
    )


def cohort_size(case: Case, view: View) -> Outcome | None:
    sizes = [cohort.whole for cohort in cohorts_of(case)]
    if not sizes:
        level = view.find(case.key(kind="value")) if case.measure else None
        sizes = [level.counts[1]] if level is not None and level.counts else []
    if not sizes:
        return None
    judged = cohort_holds(case.the_word, sizes[0])
    return Outcome(judged.holds, counted(sizes[0], "pupil"), judged.reason)


def sensitivity(case: Case, view: View) -> Outcome | None:
    word = case.the_word
    if word.rule == "pupils":
        if not (cohorts := cohorts_of(case)):
            return None
        points = 100 * word.limit("most") / cohorts[0].whole
        found = f"{word.limit('most'):g} of {cohorts[0].whole} pupils are {format_value(points, 'points', 1)} points"
        return Outcome(points >= word.limit("least"), found)
    level = view.find(case.key(kind="value"))
    if level is None or not isinstance(view, National):
        return None
    size = 1 if level.decimals == 0 else 0.1
    places = [national_rank(view, case, level.value + change) for change in (-size, 0, size)]
    ranks = [place for place in places if place is not None]
    if not ranks:
        return None
    moved = max(abs(rank - ranks[1]) for rank in ranks)
    found = f"{size:g} either way ranks {ordinal(min(ranks))} to {ordinal(max(ranks))}"
    return Outcome(moved >= word.limit("least"), found, f"up to {counted(moved, 'place')}")
