"""Runs what the pages show: `make docs` writes the outputs anew, a test holds that nothing changes.

A page is read from top to bottom in an empty folder that holds `agreements` and `examples`:

    ````markdown file=pact/agreement.md     is written to that file
    ```console                              `$ foedus ...` is run; what follows it is its output
    ```pycon                                `>>> ...` is run; likewise
"""

import code
import contextlib
import io
import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from docs import gallery, textmate
from foedus import cli

ROOT = Path(__file__).parent.parent
PAGES = ("README.md", "docs/tutorial.md", "docs/writing.md", "docs/outputs.md")
ERRORS = "docs/errors.md"
FENCE = re.compile(r"(?P<fence>````*)(?P<info>[^`\n]*)\n(?P<inside>.*?)(?P=fence)\n", re.DOTALL)


def main() -> None:
    """Write every page anew, the gallery of errors and the colours for editors among them."""
    for page in PAGES:
        path = ROOT / page
        path.write_text(rendered(path.read_text(encoding="utf-8")), encoding="utf-8")
    (ROOT / ERRORS).write_text(gallery.page(), encoding="utf-8")
    for path, text in textmate.files().items():
        path.write_text(text, encoding="utf-8")


def rendered(text: str) -> str:
    """The page with every output as it is now."""
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        folder = Path(name)
        for shared in ("agreements", "examples"):
            shutil.copytree(ROOT / shared, folder / shared)
        notebook = code.InteractiveConsole({"__name__": "__page__"})
        return FENCE.sub(lambda found: _block(found, folder, notebook), text)


def _block(found: re.Match[str], folder: Path, notebook: code.InteractiveConsole) -> str:
    kind, *settings = found["info"].split() or [""]
    inside = found["inside"]
    for setting in settings:
        if setting.startswith("file="):
            path = folder / setting.removeprefix("file=")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(inside, encoding="utf-8")
    if kind == "console":
        inside = "".join(f"$ {command}\n{_ran(command)}" for command in _commands(inside))
    elif kind == "pycon":
        inside = "".join(_typed(notebook, statement) for statement in _statements(inside))
    return f"{found['fence']}{found['info']}\n{inside}{found['fence']}\n"


def _commands(inside: str) -> Iterator[str]:
    """The commands of a block; one that ends with a backslash goes on in the next line."""
    for found in re.finditer(r"^\$ ((?:.*\\\n)*.*)\n", inside, re.MULTILINE):
        yield found[1]


def _ran(command: str) -> str:
    """What a command prints, errors among it; commands other than foedus are only shown."""
    words = shlex.split(command.replace("\\\n", " "))
    if words[0] == "cat":
        return Path(words[1]).read_text(encoding="utf-8")
    if words[0] != "foedus":
        return ""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), contextlib.suppress(SystemExit):
        cli.main(words[1:])
    return out.getvalue()


def _statements(inside: str) -> Iterator[str]:
    for found in re.finditer(r"^>>> (.*(?:\n\.\.\. .*)*)\n", inside, re.MULTILINE):
        yield found[1]


def _typed(notebook: code.InteractiveConsole, statement: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        for line in statement.split("\n"):
            is_open = notebook.push(line.removeprefix("... "))
        if is_open:
            notebook.push("")
    return f">>> {statement}\n{out.getvalue()}"


if __name__ == "__main__":
    os.environ["COLUMNS"] = "100"
    main()
