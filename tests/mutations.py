"""Damage to files, and an independent reading of what is left: for the tests that no reader gives a wrong number."""

import random
from collections.abc import Iterator

#: What has upset readers before: quotes, separators, ends of lines, marks, other encodings, odd numbers.
NASTY = [
    *(b'"', b",", b",,", b"\n", b"\r", b"\r\n", b"\x00", b"\xef\xbb\xbf", b"\xff", b"\xc3\x28", b"\xe2\x80\xae"),
    *(b"-", b"+", b".", b"%", b"=", b"'", b"[", b"]", b"0", b"9", b"1e9", b"NaN", b"inf", b"\xd9\xa3", b"99999999999999999999"),
]  # fmt: skip


def mutations(data: bytes, times: int, seed: int) -> Iterator[bytes]:
    """``times`` damaged copies, the same for the same seed: one to three changes each."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    for _ in range(times):
        changed = data
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            changed = chance.choice(WAYS)(changed, chance) if changed else changed
        yield changed


def _place(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data))
    return start, min(len(data), start + chance.choice((1, 1, 2, 8, 64)))


def _bit(data, chance):
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def _byte(data, chance):
    at = chance.randrange(len(data))
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _digit(data, chance):
    places = [place for place, byte in enumerate(data) if 48 <= byte <= 57]
    at = chance.choice(places or [0])
    return data[:at] + str(chance.randrange(10)).encode() + data[at + 1 :]


def _insert(data, chance):
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(NASTY) + data[at:]


def _delete(data, chance):
    start, end = _place(data, chance)
    return data[:start] + data[end:]


def _repeat(data, chance):
    start, end = _place(data, chance)
    return data[:end] + data[start:end] + data[end:]


def _cut(data, chance):
    return data[: chance.randrange(len(data))]


def _swap_lines(data, chance):
    lines = data.splitlines(keepends=True)
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return b"".join(lines)


def _repeat_line(data, chance):
    lines = data.splitlines(keepends=True)
    return b"".join([*lines, chance.choice(lines)])


def _shift_cells(data, chance):
    """One cell of a line more or fewer, or two of them swapped."""
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    cells = lines[at].split(b",")
    one, two = chance.randrange(len(cells)), chance.randrange(len(cells))
    cells[one], cells[two] = cells[two], cells[one]
    lines[at] = b",".join(chance.choice((cells, cells[1:], [b"", *cells])))
    return b"\n".join(lines)


WAYS = (
    *(_bit, _byte, _digit, _digit, _insert, _insert, _delete, _repeat, _cut),
    *(_swap_lines, _repeat_line, _shift_cells),
)


def parse_csv(text: str) -> list[list[str]]:
    """The records of a CSV text by RFC 4180, letter by letter: no reader of any library has a part in it."""
    records, record, cell, quoted, after = [], [], "", False, False
    letters = iter(
        text.replace("\r\n", "\n").replace("\r", "\n") + ("" if text.endswith(("\n", "\r")) else "\n")
    )
    for letter in letters:
        if quoted:
            quoted, after = letter != '"', letter == '"'
            cell += letter if quoted else ""
        elif letter == '"' and after:
            cell, quoted, after = cell + '"', True, False
        elif letter == '"' and not cell:
            quoted = True
        elif letter in ",\n":
            record, cell, after = [*record, cell], "", False
            if letter == "\n":
                records, record = [*records, record], []
        else:
            cell += letter
    return records
