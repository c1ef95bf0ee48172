"""What of an LA's earlier report is no longer true: figures, bands, targets, gaps, sentences and claims.

Two reports on one authority and year are compared, each as at a day. Nothing is computed anew: what each report says is
set beside what the other one says.
"""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.basics.numbers import rounded, stored
from analysis.data.ranking import with_moves
from analysis.report.claims.check import claims_file, claims_of
from analysis.report.claims.check_sentences import check_sentences
from analysis.report.rankings.rankings import HEADLINES
from analysis.report.revisions.revisions import SIDES, Compared
from analysis.report.summary.chapter import SummaryChapter

GAP = ["measure", "pupil_group", "comparison_group", "comparator"]


@dataclass(frozen=True, eq=False)
class Last:
    """The earlier report on a local authority and year, and the later one; ``claims`` is a user's own file of them."""

    before: SummaryChapter
    after: SummaryChapter
    found: Compared
    claims: str = ""

    @cached_property
    def figures(self) -> pd.DataFrame:
        """The rows of revisions.csv that are of the report's year."""
        rows = self.found.of(self.after.area.code)
        return rows[rows["year"] == self.after.year].reset_index(drop=True)

    @property
    def headlines(self) -> pd.DataFrame:
        """Those that a committee asks for first, in that order."""
        rows = self.figures
        rows = rows[rows["measure"].isin(HEADLINES) & (rows["pupil_group"] == "all")]
        return rows.sort_values("measure", key=lambda names: names.map(HEADLINES.index), ignore_index=True)

    @property
    def headlines_there(self) -> int:
        """How many headline figures the later report has."""
        rows = self.after.rankings
        return int((rows["headline"] & (rows["pupil_group"] == "all") & rows["value"].notna()).sum())

    @property
    def bands(self) -> pd.DataFrame:
        """Those whose rank lies in another band."""
        rows = self.figures
        both = rows["places_moved"].notna()
        return rows[both & (rows["band_before"] != rows["band_after"])].reset_index(drop=True)

    @property
    def moved(self) -> pd.DataFrame:
        """Those whose rank moved beyond ties, of all pupils first, the largest moves first."""
        rows = self.figures
        rows = rows[(rows["places_moved"].fillna(0) > 0) & ~rows["within_ties"]]
        rows = rows.assign(group=rows["pupil_group"] != "all", places=-rows["places_moved"])
        rows = rows.sort_values(["group", "places"], kind="stable", ignore_index=True)
        return rows.drop(columns=["group", "places"])

    @property
    def there_or_not(self) -> pd.DataFrame:
        """The figures, of every year, that appeared where there was none and those that went, of all pupils first."""
        rows = self.found.of(self.after.area.code)
        rows = rows[rows["change"].isin(["appeared", "went"])]
        return rows.sort_values(
            "pupil_group", key=lambda groups: groups != "all", kind="stable", ignore_index=True
        )

    @cached_property
    def targets(self) -> pd.DataFrame:
        """Indicators with another status, result or rank: ``reference, title, target``, and these before and after."""
        shown = ["status", "result", "rank", "unit", "decimals"]
        tables = [report.indicators.set_index("reference") for report in (self.before, self.after)]
        both = tables[0][["title", "target", *shown]].join(
            tables[1][shown], how="inner", lsuffix="_before", rsuffix="_after"
        )
        same = (both["status_before"] == both["status_after"]) & _same(both, "result") & _same(both, "rank")
        return both[~same].reset_index()

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """Gaps that are others as they are printed: columns of ``Gaps`` before and after; in ``GAP`` once.

        ``n_before, n_after`` are ``Gaps.n_ranked``; ``places_moved, within_ties`` as in revisions.csv.
        """
        shown = ["gap", "rank", "n", "tie_first", "tie_last", "side", "gap_decimals", "short_title", "unit"]
        tables = []
        for report in (self.before, self.after):
            rows = report.gaps.rename(columns={"n_ranked": "n"})
            rows = rows[(rows["area"] == report.area.code) & rows["gap"].notna()]
            tables.append(rows[[*GAP, *shown]])
        both = tables[0].merge(tables[1], on=GAP, suffixes=("_before", "_after"))
        printed = [rounded(both[f"gap_{side}"], both[f"gap_decimals_{side}"]) for side in SIDES]
        other = (printed[0] != printed[1]) | (both["side_before"] != both["side_after"])
        return with_moves(both[other].reset_index(drop=True))

    @cached_property
    def sentences(self) -> pd.DataFrame:
        """What the earlier summary says that had held and does not now: ``claim`` (the sentence), verdicts, reason."""
        said = [(text, section) for section, texts in self.before.summary.items() for text in texts]
        return _verdicts(check_sentences(self.before, said), check_sentences(self.after, said))

    @cached_property
    def claims_changed(self) -> pd.DataFrame:
        """Claims with another verdict: columns of ``Claims``, those of the earlier report with ``_before``."""
        # each by the figures of its own report, whatever was public when the statement was made
        checked = [claims_of(report, self.claims, dated=False) for report in (self.before, self.after)]
        return _verdicts(*checked)

    @property
    def has_claims(self) -> bool:
        return claims_file(self.after, self.claims) is not None

    @property
    def dropped(self) -> list[str]:
        """Sentences of the earlier summary that the later one does not have, though nothing in them is contradicted."""
        kept = {text for texts in self.after.summary.values() for text in texts}
        wrong = {*self.sentences.loc[self.sentences["verdict_after"] == "contradicted", "claim"]}
        return [text for texts in self.before.summary.values() for text in texts if text not in kept | wrong]


def _same(both: pd.DataFrame, name: str) -> pd.Series:
    before, after = both[f"{name}_before"].astype(float), both[f"{name}_after"].astype(float)
    return (before.map(stored) == after.map(stored)) | (before.isna() & after.isna())


def _verdicts(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The statements whose verdict is another, those that are contradicted now first."""
    shown = ["verdict", "recomputed", "reason"]
    about = ["kind", "figure", "pupil_group", "comparison_group", "year2", "area", "against"]
    both = before[["id", "location", "claim", "printed", *about, *shown]].merge(
        after[["id", "claim", *shown]], on=["id", "claim"], suffixes=("_before", "_after")
    )
    other = both[both["verdict_before"] != both["verdict_after"]]
    return other.sort_values(
        "verdict_after", key=lambda names: names != "contradicted", kind="stable", ignore_index=True
    )


def newest_year(found: Compared, code: str, year: int = 0) -> int:
    """The year that the two reports are on: the one asked for, else the newest with figures in both releases.

    A year of which only the later release has figures had no report to revise.
    """
    if year:
        return year
    rows = found.after.national
    later = rows[(rows["area"] == code) & rows["value"].notna()]
    rows = found.before.national
    earlier = rows[(rows["area"] == code) & rows["value"].notna()]
    return int(max({*later["year"]} & {*earlier["year"]}, default=0))
