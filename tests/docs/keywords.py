"""The keywords of the language as the parsers have them: the tuples they name and the words they compare with."""

import ast
from collections.abc import Iterator
from pathlib import Path

import foedus.lang
from foedus.lang import blocks, bounds, clauses, declarations, examples, records, statements, terms
from foedus.lang.lexicon import ARTICLES, CLASSES, verb_of
from foedus.model import ledger, moments
from foedus.model.forms import Form
from foedus.plan.nodes import ALL_PARTIES

LANG = Path(foedus.lang.__file__).parent
PARSERS = (
    "blocks",
    "bounds",
    "clause_forms",
    "clauses",
    "conditions",
    "counts",
    "declarations",
    "documents",
    "examples",
    "journal",
    "records",
    "rules",
    "sentences",
    "statements",
    "terms",
)
KINDS = {
    *("word", "variable", "state", "name", "text", "date", "number", "sign"),
    *("finite", "public", "en", "aeiou", "determiner"),
}
"""Words that the parsers compare with and that are no keywords: kinds of words, moods, clearances, languages."""

NOT_BUILT: set[str] = set()
"""Reserved for what is not there yet."""
NOT_YET: set[str] = set()
"""Statuses that nothing can have yet."""


def _compared(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            for side in (node.left, *node.comparators):
                for part in ast.walk(side):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield part.value


def compared() -> set[str]:
    """Every word that some parser compares what it reads with."""
    found: set[str] = set()
    for name in PARSERS:
        found |= set(_compared(ast.parse((LANG / f"{name}.py").read_text(encoding="utf-8"))))
    return {word for word in found if word.replace(" ", "").isalpha()} - KINDS


def plural(verb: str) -> str:
    """The verb of a fact after several subjects."""
    return verb_of(Form(verb, "fact", (0, verb), ()), "plural")[0]


def named() -> set[str]:
    """Every word in a tuple of keywords."""
    groups = (blocks.HEADERS, clauses.LIMITS, clauses.MODALS, terms.DETERMINERS, terms.RESERVED, ARTICLES, CLASSES,
              declarations.FORM_LINES, records.ROLES, bounds.MOMENTS, statements.KEYS, ledger.STATUSES, moments.UNITS,
              examples.VERBS, examples.VERBS.values(),
              [line for line in records.LINES if "," not in line], [line for line in clauses.LINES if "`" not in line],
              [ALL_PARTIES], terms.COMPARES, bounds.SIGNS,
              ["contracting"], [plural("is"), plural("has")])  # fmt: skip
    return {word for group in groups for word in group}


EVERY = named() | compared()
BUILT = EVERY - NOT_BUILT - NOT_YET
