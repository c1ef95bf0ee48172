"""What ``standards prepare`` says of what it read: a line for each source, and for what looks wrong in it."""

from analysis.data.source_faults.summary import short_lines


def prepared_lines(validation: dict) -> list[str]:
    """The validation report in lines: sources read, sources that are not there, faults of the publisher's file."""
    lines = []
    for source in validation["sources"]:
        absent = ", ".join(f"{n} [{symbol}]" for symbol, n in source["without_value"].items())
        lines.append(
            f"{source['source']}: {source['observations']:,} observations, {source['measures']} measures, "
            f"{source['areas']} areas, {source['years']}" + (f"; without a value: {absent}" if absent else "")
        )
    lines += [
        f"{source['source']}: not present (fetch it with: standards fetch {source['source']})"
        for source in validation["not_present"]
    ]
    return lines + [f"lait: looks wrong: {line}" for line in short_lines(validation["source_faults"])]
