"""The gallery of faults: each smallest broken text laid out as files, and the command that finds the fault."""

import contextlib
import io
import tempfile
from pathlib import Path

from foedus import cli
from foedus.lang.catalogue import Known, catalogue

RECORD = "```foedus\nagreement pact\n    between GBR and SUN\n    signed 1939-07-25\n```\n\n"
RECORDS = ("agreement ", "protocol ", "text ", "lexicon ")


def laid_out(known: Known, folder: Path) -> list[str]:
    """The words of the command that shows the fault, with what it needs written to the folder."""
    language, _, how = known.kind.partition(" ")
    body = known.broken if language == "foedus" else ""
    document = f"# Pact\n\n{'' if body.startswith(RECORDS) else RECORD}"
    document += f"```foedus\n{body}{'' if how == 'unclosed' else '```'}\n" if body else ""
    (folder / "pact").mkdir()
    if how == "beside":  # a text in another language, beside a main text that has an article
        (folder / "pact" / "agreement.ru.md").write_text(document.removeprefix("# Pact\n\n"), encoding="utf-8")
        document = f"# Pact\n\n{RECORD}## Article 1. Peace\n\nThe Parties keep the peace.\n"
    if how == "misspelt":  # a block that has nearly the name of one that is read
        document = f"# Pact\n\n{RECORD}" + f"```foedsu\n{body}```\n"
    if how == "twice":  # two supplements of one day that say the same of one clause
        for name in ("one", "two"):
            protocol = document.replace(RECORD, "```foedus\nprotocol to pact\n    signed 1940-01-01\n```\n\n")
            (folder / "pact" / f"{name}.md").write_text(protocol, encoding="utf-8")
        document = f"# Pact\n\n{RECORD}```foedus\nclause peace\n    no party may attack another party\n```\n"
    if how == "misnamed":  # a supplement in a folder that has nearly the name of a secret one
        (folder / "pact" / "secrets").mkdir()
        (folder / "pact" / "secrets" / "protocol.md").write_text(document, encoding="utf-8")
        document = f"# Pact\n\n{RECORD}"
    (folder / "pact" / "agreement.md").write_text(document, encoding="utf-8")
    if language == "foedus":
        return ["check", "pact"]
    if language == "console":
        return known.broken.split()[1:]
    if language == "xml":
        (folder / "pact.xml").write_text(known.broken, encoding="utf-8")
        return ["import", "akn", "pact.xml", "-o", "imported"]
    made = {"long": known.broken.strip() * 5_000, "wide": known.broken.strip() + " about" * 500}
    text = made.get(how, known.broken.replace("\\0", "\0") if how == "escaped" else known.broken)
    (folder / f"war.{language}").write_text(text, encoding="utf-8")
    return ["run", "pact", "--journal", f"war.{language}", "--view", "secret" if how == "secret" else "public"]


def ran(known: Known) -> tuple[int, str]:
    """The exit status and what is told of the fault, run in a folder of its own."""
    told = io.StringIO()
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        words = laid_out(known, Path(name))
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(told):
            status = cli.main(words)
    return status, told.getvalue()


def page() -> str:
    """The page of all faults, each with its text and with what foedus tells of it."""
    shown = ["# Errors\n\nWhat foedus finds, and what to do about it. `make docs` writes this page from "
             "`src/foedus/lang/errors.md`.\n"]  # fmt: skip
    for known in catalogue().values():
        kind = known.kind.split(" ")[0]
        told = "" if known.kind.endswith(("long", "wide")) else f"\n```text\n{ran(known)[1].rstrip()}\n```\n"
        shown.append(f"## {known.code}\n\n{known.meaning}\n\n```{kind}\n{known.broken}```\n{told}")
    return "\n".join(shown)
