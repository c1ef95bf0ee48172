"""How the report works out what it says, in plain words. Amounts are those of the rules themselves."""

from html import escape

from IPython.display import Markdown

from analysis.catalogue.glossary import Term, load_glossary
from analysis.data.cohort_sizes import FEW
from analysis.report.indicators.chapter import IndicatorsChapter
from analysis.report.rankings.movements import FALSE_SHARE
from analysis.report.summary.findings import LIKELY, STRENGTH_SHARE
from analysis.statistics.reliability import FAIR, LEAST, POOR, STEADY
from analysis.statistics.trend import FEWEST_POINTS, FEWEST_RECENT
from analysis.statistics.verdicts import NOTABLE_POINTS, SMALL, SMALL_COHORT

#: Ways of working, each a name and its sentences, in the order of the page.
RANKS = {
    "Ranks": (
        "All local authorities with a published figure are put in order, best first.",
        "1 is the best: the highest figure where high is good, the lowest where low is good, such as absence.",
        "Each rank stands with the number ranked: 14th of 150.",
        "This is the rule of the Department for Education (DfE).",
    ),
    "Ties": (
        "Authorities with the same published figure share the best place.",
        "If three are 14th, the next is 17th.",
        "A shared place is printed with “=” and all the places it covers: 14th= of 150 (14–16).",
    ),
    "Open places": (
        "Two things leave a place open: ties, and authorities that have such pupils but no published figure.",
        "Each of those might stand above or below.",
        "The data file has the best and the worst place that this leaves open, and says why.",
    ),
    "Bands": (
        "The bands are the best 5%, 10%, 20% and half of those ranked, and the bottom half.",
        "Each rank is given the narrowest band it lies in. The last place is rounded down.",
        "Of 152, the best 10% are the first 15.",
        "“Shared” says that the tie reaches out of the band.",
        "“Not all published” says that authorities without a figure could push the rank out of it.",
    ),
    "Steady ranks": (
        "On some measures the order hardly changes from year to year, and on others it is shuffled.",
        "A measure's ranks are called steady if the order of two years nearly agrees "
        f"(a correlation of {LEAST[STEADY]} or more).",
        f"They are called {FAIR} from {LEAST[FAIR]}, and {POOR} below that.",
        f"Nothing is named as best, lowest, a strength or a weakness where they are {POOR}.",
    ),
    "England, region and neighbours": (
        "England and the region are DfE's own figures, in which large authorities count for more.",
        "The figure of the statistical neighbours is the plain average of those of the ten that have one.",
    ),
}
CERTAINTY = {
    "Numbers of pupils": (
        "DfE publishes many results without the number of pupils behind them.",
        "Then an approximate number is worked out from numbers that are published, such as those of other years.",
        f"It is written “about 290 pupils”, or “fewer than about {FEW}”.",
        "It decides only how firmly something may be said.",
        "Numbers that DfE keeps back to protect pupils are never worked out.",
    ),
    "Intervals": (
        "Every pupil was counted, so a figure is exact about the past.",
        "But chance has a part in it: other pupils, or another day, would have given another figure.",
        "The 95% interval holds the figures that chance does not rule out.",
        "If England's figure lies inside, the result does not show a difference from England. It does not show that the two are alike either.",
        "An interval is given only where the number of pupils, or the interval itself, is published.",
        "A figure without one is not a certain one.",
    ),
    "Small cohorts": (
        f"A cohort is called small below {SMALL} pupils.",
        f"Some are “too small to say”: those below {SMALL_COHORT} pupils, or in which a difference of {NOTABLE_POINTS} points would mostly go unseen.",
    ),
    "Changes": (
        "Published figures are rounded. A change that rounding alone could make is not called a change.",
        "A change that chance alone could make is told “as published” only.",
        "No change is worked out across a break in a series.",
    ),
    "Trends": (
        "“Gaining ground” and “losing ground” are about the place among all authorities, over years.",
        f"They need at least {FEWEST_POINTS} comparable years, the latest {FEWEST_RECENT} without a gap.",
        "The slope must be more than rounding and chance make it.",
        "A trend is no forecast.",
    ),
    "Many results at once": (
        "Of many results, some stand out by chance.",
        f"So trends and movements are named only as far as about one in {round(1 / FALSE_SHARE)} of them, at most, is expected to be chance.",
    ),
    "Provisional figures": (
        "A figure is provisional if DfE says so, or if a later release at hand has another figure.",
        "It is marked (p), and so are ranks and gaps that rest on it.",
        "It may still change, and a small change can be worth many places.",
    ),
}
PICKED = (
    "The summary does not pick what it names by hand.",
    f"A strength is in the best {STRENGTH_SHARE}% for certain, better than England, and likely to be there next year too.",
    f"Likely means a chance of {round(100 * LIKELY)}% or more, by what the ranks of all authorities did before.",
    "The table has each rule in full.",
)
GAPS = (
    "A gap is a group's figure less that of the pupils it is compared with.",
    "In attainment a minus sign means that the group is behind. In absence a plus sign does.",
    "Three comparisons answer three questions.",
)
COMPARISONS = (
    "With other pupils in England: how far is the group behind? This is what “narrowed” and “widened” are about.",
    "With other pupils of the same authority: how unequal are its results? This gap is wide where the other pupils do very well.",
    "With the same group in England: how well does the group do here?",
)
CHANGED = (
    "“Narrowed” and “widened” are said only if neither rounding nor chance could have made the change.",
    "“Smaller” or “larger as published” is said where chance could have made it, or where too little is known of the number of pupils.",
    "“Changed side” is said where a group that was behind is ahead, or the other way round.",
    "The table shows which rule decides.",
)
TARGETS = (
    "Each target is judged by the rule for its kind.",
    "“May be met” is said where the rank meets the target, but a tie or a missing figure could take it out.",
)
WORDS = (
    "A claim such as “in line with England” is judged by one table, whoever makes it.",
    "A figure near the limit of a rule leaves the claim ambiguous.",
)
CHECKS = (
    "Rules look for printed figures that do not agree with others.",
    "Nothing is corrected. A finding says which figures do not agree, and why.",
)


def ways(told: dict[str, tuple[str, ...]]) -> Markdown:
    """Paragraphs, each with its name in bold before its sentences."""
    parts = [f"**{name}.** {' '.join(sentences)}" for name, sentences in told.items()]
    return Markdown("\n\n".join(escape(part, quote=False) for part in parts))


def neighbours(report: IndicatorsChapter) -> str:
    """Which model the neighbours of this report are those of; empty if there are none."""
    vintage = report.question.neighbour_vintage
    return f"The neighbours in this report are those of DfE's model of {vintage}." if vintage else ""


def glossary() -> Markdown:
    """Every term in bold, its meaning, and a link to whose definition it is."""
    return Markdown("\n".join(f"- {_entry(term)}" for term in load_glossary()))


def _entry(term: Term) -> str:
    text = f"**{escape(term.term)}**: {escape(term.meaning, quote=False)}"
    return f"{text} [{escape(term.source, quote=False)}]({term.address})" if term.address else text
