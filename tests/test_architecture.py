"""The rules that keep the package as simple as it is: its entries and layers, the sizes of files, who imports what."""

import ast

import analysis
from places import REPO

PACKAGE, TESTS = REPO / "src" / "analysis", REPO / "tests"
FILES, TEST_FILES = (
    {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in folder.rglob("*.py")}
    for folder in (PACKAGE, TESTS)
)
TREES = {name: ast.parse(text) for name, text in FILES.items()}
#: Files of more than 260 lines today: they do not grow, and leave this list when they have shrunk.
TOO_LONG: dict[str, int] = {}


def longer(files: dict[str, str], most: int) -> dict[str, int]:
    sizes = {name: len(text.splitlines()) for name, text in files.items()}
    return {name: size for name, size in sizes.items() if size > most}


def imports(tree: ast.AST) -> list[tuple[str, str]]:
    """What a module imports and the name it has there: ``("analysis.data.store", "store")``."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, alias.asname or alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [(f"{node.module}.{alias.name}", alias.asname or alias.name) for alias in node.names]
    return found


def test_the_package_has_few_entries():
    assert len({name.split("/")[0] for name in FILES}) <= 12


def test_the_first_file_of_a_package_is_empty_or_says_what_it_holds():
    first = [name for name in FILES if name.endswith("__init__.py")]
    more = {
        name: [ast.unparse(node) for node in TREES[name].body[ast.get_docstring(TREES[name]) is not None :]]
        for name in first
    }
    assert {name: lines for name, lines in more.items() if lines} == {
        "__init__.py": [f"__version__ = {analysis.__version__!r}"]
    }


def test_files_are_short():
    long = longer(FILES, 260)
    assert {name: size for name, size in long.items() if size > TOO_LONG.get(name, 0)} == {}
    assert set(TOO_LONG) - set(long) == set(), "no longer too long: they leave the list"


def test_files_of_tests_are_short():
    assert longer(TEST_FILES, 500) == {}


def test_nothing_is_imported_inside_a_function():
    within = [
        (name, node.lineno)
        for name, tree in TREES.items()
        for function in ast.walk(tree)
        if name != "cli.py" and isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert sorted(set(within)) == []


def test_tests_use_no_private_name_of_the_package():
    private = []
    for name, text in TEST_FILES.items():
        tree = ast.parse(text)
        own = {alias: module for module, alias in imports(tree) if module.startswith("analysis.")}
        used = [module.rpartition(".")[2] for module in own.values()]
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in own:
                used.append(node.attr)
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("setattr", "delattr"):
                used += [word.value.rpartition(".")[2] for word in node.args if isinstance(word, ast.Constant) and isinstance(word.value, str)]  # fmt: skip
        private += [(name, word) for word in used if word.startswith("_") and not word.startswith("__")]
    assert private == []


def test_no_test_module_imports_another():
    modules = {name.rpartition("/")[2].removesuffix(".py") for name in TEST_FILES}
    tests = {module for module in modules if module.startswith("test_")}
    assert [
        (name, module)
        for name, text in TEST_FILES.items()
        for module, _ in imports(ast.parse(text))
        if tests & set(module.split("."))
    ] == []


def test_imports_between_entries_are_few_and_go_one_way():
    uses: dict[str, set[str]] = {name.split("/")[0].removesuffix(".py"): set() for name in FILES}
    for name, tree in TREES.items():
        entry = name.split("/")[0].removesuffix(".py")
        parts = [module.split(".") for module, _ in imports(tree)]
        uses[entry] |= {part[1] for part in parts if part[0] == "analysis" and part[1:]} & set(uses) - {entry}

    def layer(entry: str, above: tuple[str, ...] = ()) -> int:
        assert entry not in above, f"a circle: {' -> '.join((*above, entry))}"
        return 1 + max((layer(other, (*above, entry)) for other in uses[entry]), default=0)

    assert sum(map(len, uses.values())) <= 45
    assert max(map(layer, uses)) <= 9
