"""What several test modules have hypothesis draw."""

from hypothesis import strategies as st

from analysis.statistics.shares import proportion


@st.composite
def proportions(draw, largest=400):
    n = draw(st.integers(1, largest))
    return proportion(draw(st.integers(0, n)), n)
