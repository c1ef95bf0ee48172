"""Worked examples of a document on methods: read, worked out again, and compared digit by digit.

An example is a fenced block ```` ```example id=... ````, each line ``expression = value``. Expressions are parsed, and only
calls of ``FUNCTIONS``, their attributes and columns, ``CONSTANTS``, and plain numbers, texts and lists are evaluated.
"""

import ast
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from analysis.basics.numbers import format_value

BLOCK = re.compile(r"^```example id=(?P<id>[\w-]+)\n(?P<lines>.*?)^```$", re.MULTILINE | re.DOTALL)
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")
#: What examples may call and name: a test module adds its own.
FUNCTIONS: dict[str, Callable] = {}
CONSTANTS: dict[str, Any] = {}
ATTRIBUTES = {
    *("percent", "value", "points", "interval", "low", "high", "one_pupil_points", "excludes_zero"),
    *("confidence_interval", "rounded", "possible", "reason"),
}


def evaluated(node):
    """The value of a parsed expression; anything that is not listed above is refused."""
    match node:
        case ast.Constant(value=value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -evaluated(operand)
        case ast.List(elts=items):
            return [evaluated(item) for item in items]
        case ast.Dict(keys=keys, values=values):
            return {evaluated(key): evaluated(value) for key, value in zip(keys, values, strict=True)}
        case ast.Name(id=name) if name in CONSTANTS:
            return CONSTANTS[name]
        case ast.Attribute(value=owner, attr=name) if name in ATTRIBUTES:
            return getattr(evaluated(owner), name)
        case ast.Subscript(value=owner, slice=ast.Constant(value=column)):
            return evaluated(owner)[column]
        case ast.Call(func=function, args=arguments, keywords=options):
            if isinstance(function, ast.Name):
                if function.id not in FUNCTIONS:
                    raise ValueError(f"examples may not call {function.id}")
                function = FUNCTIONS[function.id]
            else:
                function = evaluated(function)
            return function(*map(evaluated, arguments), **{o.arg: evaluated(o.value) for o in options})
    raise ValueError(f"examples may not contain {ast.unparse(node)}")


@cache
def result(expression: str):
    return evaluated(ast.parse(expression, mode="eval").body)


def as_printed(found, text: str) -> str:
    """A result in the form that the value beside it is printed in."""
    if isinstance(found, pd.Series | np.ndarray | list | tuple):
        items, texts = list(found), text.split(", ")
        return ", ".join(as_printed(item, part) for item, part in zip(items, texts, strict=True))
    if isinstance(found, bool | np.bool_):
        return "yes" if found else "no"
    if found is None or isinstance(found, str):
        return found or "none"
    if pd.isna(found):
        return "none"
    decimals = len(text.partition(".")[2]) if NUMBER.fullmatch(text) else 6
    return format_value(float(found), "score", decimals)


def sections(document: str) -> dict[str, str]:
    """The text of each numbered section by its title."""
    parts = re.split(r"^## (.*)$", document, flags=re.MULTILINE)
    titled = zip(parts[1::2], parts[2::2], strict=True)
    return {title: text for title, text in titled if title[0].isdigit()}


def examples(document: str) -> list[tuple[str, str]]:
    """Block and line of every example."""
    return [(block["id"], line) for block in BLOCK.finditer(document) for line in block["lines"].splitlines()]


def wrong(document: str) -> list[str]:
    """The example lines whose value is not what the project's functions give."""
    found = []
    for block, line in examples(document):
        expression, equals, text = line.rpartition(" = ")
        assert equals, f"{block}: '{line}' is not 'expression = value'"
        try:
            value = as_printed(result(expression), text)
        except ValueError as error:
            value = str(error)
        if value != text:
            found.append(f"{block}: {expression} is {value}, the document says {text}")
    return found


def loose(document: str) -> list[str]:
    """Numbers of more than one digit in the text of a section that none of its examples has, years apart."""
    found = []
    for title, text in sections(document).items():
        known = {number.lstrip("-") for _, line in examples(text) for number in NUMBER.findall(line)}
        prose = re.sub(r"^(```.*?^```|\|.*?$)|`[^`]*`", "", text, flags=re.MULTILINE | re.DOTALL)
        prose = re.sub(r"\b(?:19|20)\d\d(?:/\d\d)?[ab]?\b", "", prose)
        numbers = re.findall(r"(?<!Q)\b\d[\d,]*\d(?:\.\d+)?|\d+\.\d+", prose)
        found += [f"{title}: {number}" for text in numbers if (number := text.replace(",", "")) not in known]
    return found


def altered(line: str) -> list[str]:
    """The line with each number of its value changed in the last digit."""
    expression, _, value = line.rpartition(" = ")
    ends = [match.end() - 1 for match in re.finditer(r"\d+(?:\.\d+)?", value)]
    return [f"{expression} = {value[:i]}{(int(value[i]) + 1) % 10}{value[i + 1 :]}" for i in ends]
