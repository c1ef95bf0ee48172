"""The pages of a report: which notebook each is made from, and when it has no meaning."""

from dataclasses import dataclass

from analysis.data import Data


@dataclass(frozen=True)
class Page:
    """A notebook and the page it becomes.

    ``needs`` says what a page cannot be made without: ``edition``, a transcribed committee report.
    """

    notebook: str
    file: str
    title: str
    needs: str = ""

    def absent_because(self, data: Data) -> str:
        """Why the page has no meaning for this LA and year; empty if it has."""
        if self.needs == "edition" and data.edition is None:
            return f"no committee report of {data.area.name} for {data.academic_year} has been transcribed"
        return ""


PAGES = (
    Page("90_summary.ipynb", "index.html", "Summary"),
    Page("10_rankings.ipynb", "rankings.html", "Rankings"),
    Page("20_attainment_gaps.ipynb", "attainment-gaps.html", "Attainment gaps"),
    Page("30_small_cohorts.ipynb", "small-cohorts.html", "Small cohorts"),
    Page("00_data_checks.ipynb", "data-checks.html", "Data checks"),
)
