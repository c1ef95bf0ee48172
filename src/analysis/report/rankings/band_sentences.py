"""How many measures lie in each band, in words: what is certain, what is open, and what is usual."""

from analysis.basics.numbers import half_away
from analysis.basics.patterns import NUMBER
from analysis.basics.phrases import counted, joined
from analysis.catalogue.measures import of_all_pupils
from analysis.report.rankings.band_counts import (
    SMALL_AUTHORITY,
    BandCounts,
    band_counts,
    small_authority,
)
from analysis.report.rankings.cells import provisional_among
from analysis.report.rankings.chapter import RankingsChapter
from analysis.report.rankings.nameable import too_few_pupils

GROUPS_NOT_COUNTED = "Groups of pupils are not counted, nor gaps of a group: most groups are small, or of a number that is not published."
#: Phases with many measures of one subject, and what they are called beside the others.
MANY = {"attendance": "attendance", "exclusions": "suspensions and exclusions"}
#: Of fewer measures no share is compared with the median authority's.
FEWEST_COMPARED = 5
ONCE = "A measure that ranks all local authorities as another does, as attendance and absence do, is counted once."


def band_sentence(table, report: RankingsChapter, brief: bool = False) -> str:
    """How many of the ranked measures of all pupils lie in the best tenth, the best fifth and the lower half.

    ``table`` are rows of rankings.csv. What is counted is certain by ties and authorities without a figure; what hangs on these
    is counted apart, and the median authority stands beside. ``brief`` leaves out what the measures are about. For an authority
    with few pupils it says so, and about how many they are.
    """
    found, groups = band_counts(table, report), int((table["rank"].notna() & ~of_all_pupils(table)).sum())
    if found.rows.empty:
        return " ".join(["No measure of all pupils is ranked.", *([GROUPS_NOT_COUNTED] if groups else [])])
    parts = [
        _certain(found),
        _open(found),
        _usual(found),
        few_pupils(report),
        "" if brief else _about(found, groups),
        GROUPS_NOT_COUNTED if groups else "",
    ]
    return " ".join(filter(None, parts))


def _certain(found: BandCounts) -> str:
    best, low = found.certain["top 10%"], found.certain["bottom half"]
    fifth = found.certain["top 20%"] - best
    return (
        f"Of {counted(len(found.rows), 'ranked measure')} of all pupils{provisional_among(found.rows)}, {best or 'none'} {'is' if best == 1 else 'are'} in the top 10% of "
        f"local authorities, {fifth or 'none'}{' more' if best else ''} in the top 20%, and {low or 'none'} in the bottom half."
    )


BANDS = (
    rf"Of (?P<all>{NUMBER}) ranked measures? of all pupils(?: \((?P<provisional>{NUMBER}) of them provisional\))?, (?P<best>{NUMBER}|none) (?:is|are) in the top 10% of local authorities, "
    rf"(?P<more>{NUMBER}|none)(?: more)? in the top 20%, and (?P<low>{NUMBER}|none) in the bottom half\."
)


def _open(found: BandCounts) -> str:
    told = [f"{n} in the {part}" for part, n in found.open.items() if n]
    if not told:
        return ""
    return f"Counted apart, as shared places or local authorities without a published figure leave it open: {joined(told)}."


OPEN_BANDS = rf"Counted apart, as shared places or local authorities without a published figure leave it open: (?P<parts>(?:{NUMBER} in the (?:top 10%|top 20%|bottom half)(?:, | and )?)+)\."


def _usual(found: BandCounts) -> str:
    """The same shares in the median authority: what is usual is no finding. Of a few measures shares say nothing."""
    if not found.median or len(found.rows) < FEWEST_COMPARED:
        return ""
    usual = {part: f"{half_away(found.median[part], 0):g}%" for part in COMPARED}
    here = {part: f"{half_away(100 * found.certain[part] / len(found.rows), 0):g}%" for part in COMPARED}
    best, low = COMPARED
    return (
        f"In the median local authority, counted alike, {usual[best]} of these measures are in the {best} and {usual[low]} in "
        f"the {low}; here it is {here[best]} and {here[low]}."
    )


COMPARED = ("top 10%", "bottom half")
USUAL = (
    rf"In the median local authority, counted alike, (?P<m1>{NUMBER})% of these measures are in the top 10% and (?P<m2>{NUMBER})% in the bottom half; "
    rf"here it is (?P<h1>{NUMBER})% and (?P<h2>{NUMBER})%\."
)


def _about(found: BandCounts, groups: int) -> str:
    """What the measures are about: where one subject has many of them they are not as many things."""
    phases = found.rows["phase"].value_counts()
    told = [f"{phases[phase]} of {words}" for phase, words in MANY.items() if phase in phases]
    about = f"Among these measures are {joined(told)}." if told and len(phases) > 1 else ""
    more = (
        f"{counted(groups, 'more rank')} {'is' if groups == 1 else 'are'} of groups of pupils."
        if groups
        else ""
    )
    return " ".join(filter(None, [about, more, ONCE]))


ABOUT = rf"Among these measures are (?:(?P<attendance>{NUMBER}) of attendance)?(?: and )?(?:(?P<exclusions>{NUMBER}) of suspensions and exclusions)?\."
GROUPS = rf"(?P<groups>{NUMBER}) more ranks? (?:is|are) of groups of pupils\."


def few_pupils(report: RankingsChapter) -> str:
    """That an authority has few pupils, and about how many; empty for the others."""
    pupils = small_authority(report)
    if not pupils:
        return ""
    if said := too_few_pupils(report):
        return f"{said} A year group has {pupils} pupils."
    return (
        f"A year group of {report.area.name} has {pupils} pupils, fewer than {SMALL_AUTHORITY}: a few of them decide in which band a "
        "measure stands, so these counts say little."
    )


FEW = rf"has (?:(?:about |fewer than about )?{NUMBER}|very few) pupils(?:, fewer than {NUMBER})?"
