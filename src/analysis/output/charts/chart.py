"""Charts as accessible SVG in the Government Analysis Function's style. Nothing is computed here.

Every chart carries a title that states its finding, a text alternative that states the message with its
main numbers, and the table of what it draws.
"""

from analysis.output.charts.counts import counts_chart
from analysis.output.charts.frame import Chart
from analysis.output.charts.funnel import funnel_chart
from analysis.output.charts.levels import dumbbell_chart, interval_chart
from analysis.output.charts.profile import profile_chart
from analysis.output.charts.strip import strip_chart
from analysis.output.charts.trends import history_chart, trend_chart
from analysis.output.charts.uncertainty import cohort_chart, rank_set_chart

__all__ = [
    "Chart",
    "cohort_chart",
    "counts_chart",
    "dumbbell_chart",
    "funnel_chart",
    "history_chart",
    "interval_chart",
    "profile_chart",
    "rank_set_chart",
    "strip_chart",
    "trend_chart",
]
