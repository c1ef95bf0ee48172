"""The pages of a report: which notebook each is made from, and when it has no meaning."""

from dataclasses import dataclass

from analysis.data.question import Data
from analysis.report.claims.check import claims_file
from analysis.report.indicators.indicators import absent_because


@dataclass(frozen=True)
class Page:
    """A notebook and the page it becomes.

    ``needs`` says what a page cannot be made without: ``claims`` to check, or ``targets`` to judge by.
    """

    notebook: str
    file: str
    title: str
    needs: str = ""

    def absent_because(self, data: Data, claims: str = "") -> str:
        """Why the page has no meaning for this LA and year; empty if it has. ``claims`` is a user's own file of them."""
        if self.needs == "claims" and claims_file(data, claims) is None:
            return f"no statements on {data.area.name} in {data.academic_year} have been entered"
        return absent_because(data) if self.needs == "targets" else ""


PAGES = (
    Page("90_summary.ipynb", "index.html", "Summary"),
    Page("10_rankings.ipynb", "rankings.html", "Rankings"),
    Page("20_attainment_gaps.ipynb", "attainment-gaps.html", "Attainment gaps"),
    Page("30_small_cohorts.ipynb", "small-cohorts.html", "Small cohorts"),
    Page(
        "40_performance_indicators.ipynb", "performance-indicators.html", "Performance indicators", "targets"
    ),
    Page("50_claims.ipynb", "claims.html", "Claims", "claims"),
    Page("00_data_checks.ipynb", "data-checks.html", "Data checks"),
)
