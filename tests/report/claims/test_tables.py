"""Tables of claims."""

from analysis.report.claims.check import VERDICTS


def test_tables_list_every_claim_within_the_size_of_a_page(checked, barnet):
    from analysis.report.claims.tables import (
        basis,
        changed_since,
        counted,
        counts_table,
        today_table,
        verdict_table,
        words_table,
    )

    tables = [verdict_table(checked, verdict) for verdict in VERDICTS]
    places = [place for table in tables for cell in table.frame["Where"] for place in cell.split("; ")]
    assert set(places) == set(checked["location"])
    assert sum(len(table.frame) for table in tables) >= checked["claim"].nunique()
    html = [
        table.to_html() for table in (*tables, counts_table(checked), words_table(), today_table(checked))
    ]
    assert sum(len(text.encode()) for text in html) < 250_000
    said = counted(checked)
    assert (
        said.startswith(f"Of {len(checked)} claims checked, ")
        and "; 31 are contradicted by the figures, " in said
    )
    assert today_table(changed_since(checked)).frame.empty and "tables" in " ".join(basis(barnet))
