"""What `standards prepare` says it has read."""

from analysis.data.source_faults.summary import short_lines


def prepared_lines(found: dict) -> list[str]:
    """What was read from each source, what was not understood or looks wrong, and which files are not at hand, from the validation report."""
    lines = []
    for source in found["sources"]:
        absent = ", ".join(f"{n} [{symbol}]" for symbol, n in source["without_value"].items())
        lines.append(
            f"{source['source']}: {source['observations']:,} observations, {source['measures']} measures, "
            f"{source['areas']} areas, {source['years']}" + (f"; without a value: {absent}" if absent else "")
        )
    if found["release"]:
        lines.append(f"lait: release {found['release']}")
    for row in found["not_understood"]:
        rows = f", {row['rows']:,} row{'s' if row['rows'] != 1 else ''}" if row["rows"] else ""
        lines.append(f"lait: {row['kind']} {row['name']}{rows} ({row['example']}): {row['done']}")
    lines += [f"lait: looks wrong: {line}" for line in short_lines(found["source_faults"])]
    for source in found["not_present"]:
        lines.append(f"{source['source']}: not present (fetch it with: standards fetch {source['source']})")
    return lines
