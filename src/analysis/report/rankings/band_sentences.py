"""How many measures lie in each band, in words: what is certain, what is open, and what is usual."""

from analysis.basics.numbers import half_away
from analysis.basics.patterns import NUMBER
from analysis.basics.phrases import counted, joined
from analysis.catalogue.measures import of_all_pupils
from analysis.data.publication_status import PROVISIONAL
from analysis.report.rankings.band_counts import (
    SMALL_AUTHORITY,
    BandCounts,
    band_counts,
    small_authority,
)
from analysis.report.rankings.chapter import RankingsChapter
from analysis.report.rankings.nameable import too_few_pupils
from analysis.report.rankings.sentences import against_england

GROUPS_NOT_COUNTED = "Groups of pupils are not counted, nor are their gaps. Most groups are small, or their size is not published."
#: Phases with many measures of one subject, and what they are called beside the others.
MANY = {"attendance": "attendance", "exclusions": "suspensions and exclusions"}
#: Of fewer measures no share is compared with the median authority's.
FEWEST_COMPARED = 5
ONCE = "Two measures that rank all local authorities alike, such as attendance and absence, are counted once."


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
        _certain(found, report),
        _open(found),
        _usual(found),
        few_pupils(report),
        "" if brief else _about(found, groups),
        GROUPS_NOT_COUNTED if groups else "",
    ]
    return " ".join(filter(None, parts))


def standing(table, report: RankingsChapter) -> str:
    """The same as short as it can be: what is certain and what is open, and that pupils are few. One rank is told itself."""
    found = band_counts(table, report)
    ranked = table[table["rank"].notna()]
    told = found.rows if len(found.rows) else ranked
    if len(told) == 1:
        counts = [against_england(row) for row in told.itertuples()]
    elif len(found.rows):
        counts = [_certain(found, report), _open(found)]
    else:
        counts = [
            f"No measure of all pupils is ranked; {counted(len(ranked), 'rank')} of groups are in the table."
        ]
    return " ".join(filter(None, [*counts, few_pupils(report)]))


def how_counted(table, report: RankingsChapter) -> str:
    """What ``standing`` leaves out: what is usual, what the measures are about, and what is not counted."""
    found, groups = band_counts(table, report), int((table["rank"].notna() & ~of_all_pupils(table)).sum())
    parts = [_usual(found), _about(found, groups), GROUPS_NOT_COUNTED if groups else ""]
    return " ".join(filter(None, parts)) if len(found.rows) else ""


def _certain(found: BandCounts, report: RankingsChapter) -> str:
    best, low = found.certain["top 10%"], found.certain["bottom half"]
    fifth, provisional = (
        found.certain["top 20%"] - best,
        int(found.rows["publication_status"].eq(PROVISIONAL).sum()),
    )
    text = (
        f"{report.area.name} is in the top 10% of local authorities on {best or 'none'} of {counted(len(found.rows), 'ranked measure')} of "
        f"all pupils. It is in the top 20% on {fifth or 'none'}{' more' if best and fifth else ''}, and in the bottom half on {low or 'none'}."
    )
    if not provisional:
        return text
    return f"{text} Of these measures, {provisional} {'is' if provisional == 1 else 'are'} provisional."


BANDS = (
    rf"is in the top 10% of local authorities on (?P<best>{NUMBER}|none) of (?P<all>{NUMBER}) ranked measures? of all pupils\. "
    rf"It is in the top 20% on (?P<more>{NUMBER}|none)(?: more)?, and in the bottom half on (?P<low>{NUMBER}|none)\."
    rf"(?: Of these measures, (?P<provisional>{NUMBER}) (?:is|are) provisional\.)?"
)


def _open(found: BandCounts) -> str:
    told = [f"{n} in the {part}" for part, n in found.open.items() if n]
    if not told:
        return ""
    return (
        f"Not counted: {joined(told)}. Their band is open: a place is shared, or figures are not published."
    )


OPEN_BANDS = rf"Not counted: (?P<parts>(?:{NUMBER} in the (?:top 10%|top 20%|bottom half)(?:, | and )?)+)\. Their band is open: a place is shared, or figures are not published\."


def _usual(found: BandCounts) -> str:
    """The same shares in the median authority: what is usual is no finding. Of a few measures shares say nothing."""
    if not found.median or len(found.rows) < FEWEST_COMPARED:
        return ""
    usual = {part: f"{half_away(found.median[part], 0):g}%" for part in COMPARED}
    here = {part: f"{half_away(100 * found.certain[part] / len(found.rows), 0):g}%" for part in COMPARED}
    best, low = COMPARED
    return (
        f"Here {here[best]} of these measures are in the {best} and {here[low]} in the {low}. In the median local authority it is "
        f"{usual[best]} and {usual[low]}."
    )


COMPARED = ("top 10%", "bottom half")
USUAL = (
    rf"Here (?P<h1>{NUMBER})% of these measures are in the top 10% and (?P<h2>{NUMBER})% in the bottom half\. "
    rf"In the median local authority it is (?P<m1>{NUMBER})% and (?P<m2>{NUMBER})%\."
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
        f"A year group of {report.area.name} has {pupils} pupils, fewer than {SMALL_AUTHORITY}. A few of them decide the band of a measure, "
        "so these counts say little."
    )


FEW = rf"has (?:(?:about |fewer than about )?{NUMBER}|very few) pupils(?:, fewer than {NUMBER})?"
