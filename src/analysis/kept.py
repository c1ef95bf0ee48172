"""Results that several pages rest on, computed once: for a report, or for all reports of a run.

They are kept with the ``analysis.data.Data`` that they were computed from, in its ``kept``.
"""

#: Where a Data keeps the results that it shares with all others.
FOR_ALL = "for all"
