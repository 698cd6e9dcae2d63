"""docs/settings.md: every variable of the environment that the shop reads.

Name, kind, default and what it sets are read from the settings' source. What a variable means is the comment beside it
or above it there.
"""

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from tools.docs import markdown
from tools.docs.source import ROOT, Source, first_line

SETTINGS = "kirana.config.settings.base"
PARTS = tuple(f"kirana.config.settings.{subject}" for subject in ("where", "base", "payments", "operations"))
READERS = "kirana.config.env"
KEPT_IN_FILES = {"secret", "key", "keys"}
LEADING = (
    "Everything that may differ between two shops is a variable of the environment. A value that cannot be used stops "
    "the process when it starts, with a sentence that names the variable. `ROOT` is the folder of the project, `DATA` "
    "the one of `KIRANA_DATA`, `SITE` the parts of `SITE_URL`."
)
MAKE = "`make run` sets `DEMO` to `on`, and `SITE_URL` to `http://127.0.0.1:8000` with the `PORT` it was given."


@dataclass(frozen=True)
class Variable:
    """A variable as the settings read it."""

    name: str
    kind: str
    default: str
    sets: str
    meaning: str


def page(source: Source) -> str:
    """The page."""
    rows = [
        (markdown.code(one.name), one.kind, markdown.code(one.default), markdown.code(one.sets), one.meaning)
        for one in variables(source)
    ]
    table = markdown.table(["Variable", "Kind", "Default", "Sets", "Meaning"], rows)
    used = dict.fromkeys(row[1].split(",")[0] for row in rows)
    kinds = markdown.table(["Kind", "What it holds"], [(kind, _kind(source, kind)) for kind in used])
    return markdown.page("Settings", LEADING, table, MAKE, "## Kinds", kinds)


def variables(source: Source) -> list[Variable]:
    """Every variable in the order in which it is read; refuses to be silent about one whose meaning nobody says."""
    found = []
    for module in (source.modules[part] for part in PARTS):
        comments = _comments(module.path.read_text(encoding="utf-8"))
        found += [_variable(node, call, comments) for node, call in _calls(module.tree)]
    return found


def names() -> list[str]:
    """The names of all of them, with the `_FILE` of each secret."""
    texts = [(ROOT / f"{part.replace('.', '/')}.py").read_text(encoding="utf-8") for part in PARTS]
    calls = [call for text in texts for _statement, call in _calls(ast.parse(text))]
    return [_name(call) for call in calls] + [f"{_name(call)}_FILE" for call in calls if _reader(call) in KEPT_IN_FILES]


def _calls(tree: ast.Module) -> Iterator[tuple[ast.stmt, ast.Call]]:
    for statement in tree.body:
        for node in sorted(ast.walk(statement), key=lambda part: getattr(part, "lineno", 0)):
            if isinstance(node, ast.Call) and _reader(node):
                yield statement, node


def _reader(call: ast.Call) -> str:
    """`flag` of `env.flag(…)`; nothing for another call."""
    function = call.func
    is_ours = (
        isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "env"
    )
    return function.attr if is_ours and isinstance(function, ast.Attribute) else ""


def _name(call: ast.Call) -> str:
    return str(ast.literal_eval(call.args[0]))


def _variable(statement: ast.stmt, call: ast.Call, comments: dict[int, str]) -> Variable:
    name, named = _name(call), {keyword.arg: keyword.value for keyword in call.keywords}
    meaning = comments.get(call.lineno)
    if meaning is None:
        raise LookupError(f"nobody says what {name} means: put a comment beside it in the settings")
    least = f", at least {ast.unparse(named['least'])}" if "least" in named else ""
    default = call.args[1] if len(call.args) > 1 else named.get("default") or named.get("kept_in")
    return Variable(name, _reader(call) + least, _default(default), _sets(statement), meaning)


def _default(node: ast.expr | None) -> str:
    if node is None:
        return ""
    if isinstance(node, ast.Constant):
        return {True: "on", False: "off"}[node.value] if isinstance(node.value, bool) else str(node.value)
    return ast.unparse(node)


def _sets(statement: ast.stmt) -> str:
    if isinstance(statement, ast.Assign):
        return ", ".join(ast.unparse(target).split("[")[0] for target in statement.targets)
    return ast.unparse(statement.target) if isinstance(statement, ast.AnnAssign) else ""


def _comments(text: str) -> dict[int, str]:
    """The comment of each line: beside it, or the lines of comment directly above it; headings are none."""
    found: dict[int, str] = {}
    above = ""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and not token.string.startswith("# ---"):
            said = token.string.lstrip("# ")
            if token.line.lstrip().startswith("#"):
                above = f"{above} {said}".strip()
            else:
                found[token.start[0]] = _sentence(said)
        elif token.type == tokenize.NAME and above:
            found[token.start[0]], above = _sentence(above), ""
    return found


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


def _kind(source: Source, reader: str) -> str:
    functions = {node.name: node for node in source.modules[READERS].tree.body if isinstance(node, ast.FunctionDef)}
    return first_line(ast.get_docstring(functions[reader]) or "")
