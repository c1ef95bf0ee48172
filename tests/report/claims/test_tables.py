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


def test_what_is_contradicted_is_open_and_the_rest_behind_its_name(checked):
    from analysis.report.claims.tables import MOST_OPEN, verdict_shown, verdict_table

    assert [part.caption for part in verdict_shown(checked, "contradicted")] == ["Claims: contradicted"]
    for verdict in set(VERDICTS) - {"contradicted"}:
        opening, table, closing = verdict_shown(checked, verdict)
        count = len(verdict_table(checked, verdict).frame)
        assert f"<summary>All {count} statement" in opening.data and closing.data == "</details>"
        assert len(table.frame) == count
    held = checked[checked["verdict"] == "holds"].assign(verdict="contradicted")
    assert len(verdict_table(held, "contradicted").frame) > MOST_OPEN
    assert len(verdict_shown(held, "contradicted")) == 3
