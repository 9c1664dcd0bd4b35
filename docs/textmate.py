"""The colours of the language in an editor: TextMate grammars, made from the keywords that the parsers have.

`editors/foedus.tmLanguage.json` colours journals and the inside of blocks, `editors/markdown.tmLanguage.json` lets it
into the `foedus` blocks of Markdown, and `editors/package.json` tells VS Code of both.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import foedus
from foedus.lang import bounds, clauses, declarations, examples, records, statements, terms
from foedus.lang.blocks import HEADERS
from foedus.lang.lexicon import ARTICLES, CLASSES, PLURALS
from foedus.model import ledger, moments

FOLDER = Path(__file__).parent.parent / "editors"
SCOPE = "source.foedus"
NAMED = ("agreement", "lexicon", "clause", "example", "reading")
"""Headers behind which a name stands."""
CONDITIONS = ("reading", "earlier", *terms.COMPARES, *bounds.SIGNS)
EXAMPLES = ("gives", "nothing")
DATE = r"(?<![\w-])\d{4}-\d{2}-\d{2}(?:T[0-9:]+(?:Z|[+-]\d{2}:\d{2})?)?(?![\w-])"

Rule = dict[str, object]


def files() -> dict[Path, str]:
    """Every file that is made here, with its text."""
    made = {"foedus.tmLanguage.json": language(), "markdown.tmLanguage.json": markdown(), "package.json": package()}
    return {FOLDER / name: json.dumps(whole, ensure_ascii=False, indent=2) + "\n" for name, whole in made.items()}


def language() -> Rule:
    """The grammar of journals and of the inside of blocks."""
    return {
        "name": "foedus",
        "scopeName": SCOPE,
        "fileTypes": ["journal"],
        "patterns": [
            {"include": f"#{name}"}
            for name in ("comment", "text", "data", "header", "line", "modal", "result", "time", "name", "word")
        ],
        "repository": {
            "comment": _match("comment.line.number-sign", "#.*$"),
            "text": _match("string.quoted.double", r'"(?:[^"\\]|\\.)*"'),
            "data": _data(),
            "header": _header(),
            "line": _match("keyword.control", rf"^\s*{_any(_lines())}", group=True),
            "modal": _match("keyword.operator", _any(terms.RESERVED)),
            "result": {"patterns": [
                _match("constant.language.status", rf"(?<=,)\s*{_any(ledger.STATUSES)}", group=True),
                _match("keyword.operator", _any(examples.VERBS)),
            ]},
            "time": {"patterns": [
                _match("constant.other.date", DATE),
                _match("constant.numeric.duration", rf"(?<![\w-])\d+\s+{_any(moments.UNITS, plural=True)}"),
                _match("keyword.other.moment", _any((*CONDITIONS, *bounds.MOMENTS, "at once"))),
                _match("constant.numeric", r"(?<![\w-])\d[\d_]*(?:\.\d+)?(?![\w-])"),
            ]},
            "name": {"patterns": [
                _match("constant.language.state", r"(?<![\w-])(?:[A-Z]{3}|cow:\d+)(?![\w-])"),
                _match("variable.parameter", r"(?<![\w-])[A-Z][0-9]?(?![\w-])"),
                _match("entity.name.type", r"(?<![\w-])[A-ZА-ЯЁ][\w'.-]*"),
            ]},
            "word": {"patterns": [
                _match("storage.modifier", _any((*terms.DETERMINERS, *ARTICLES, "other", "third", "contracting"))),
                _match("storage.type", _any((*CLASSES, *PLURALS))),
                _match("keyword.other.fact", _any(("is", "are", "has", "have"))),
            ]},
        },
    }  # fmt: skip


def markdown() -> Rule:
    """The grammar that lets the language into the blocks of a Markdown document."""
    return {
        "scopeName": "markdown.foedus.codeblock",
        "injectionSelector": "L:text.html.markdown",
        "patterns": [
            {
                "name": "markup.fenced_code.block.markdown",
                "begin": r"(^|\G)(\s*)(`{3,}|~{3,})\s*(foedus)(?![\w-])[^`]*$",
                "end": r"(^|\G)\s*(\3)\s*$",
                "beginCaptures": _captures({3: "punctuation.definition.markdown", 4: "fenced_code.block.language"}),
                "endCaptures": _captures({2: "punctuation.definition.markdown"}),
                "patterns": [
                    {
                        "begin": r"(^|\G)(\s*)(.*)",
                        "while": r"(^|\G)(?!\s*(?:`{3,}|~{3,})\s*$)",
                        "contentName": "meta.embedded.block.foedus",
                        "patterns": [{"include": SCOPE}],
                    }
                ],
            }
        ],
    }


def package() -> Rule:
    """What VS Code wants to know of an extension."""
    embedded = {"meta.embedded.block.foedus": "foedus"}
    return {
        "name": "foedus",
        "displayName": "foedus",
        "description": "Agreements between states, as running software: colours for journals and Markdown.",
        "version": foedus.__version__,
        "publisher": "foedus",
        "license": "Apache-2.0",
        "engines": {"vscode": "^1.75.0"},
        "contributes": {
            "languages": [{"id": "foedus", "aliases": ["foedus"], "extensions": [".journal"]}],
            "grammars": [
                {"language": "foedus", "scopeName": SCOPE, "path": "./foedus.tmLanguage.json"},
                {
                    "scopeName": "markdown.foedus.codeblock",
                    "path": "./markdown.tmLanguage.json",
                    "injectTo": ["text.html.markdown"],
                    "embeddedLanguages": embedded,
                },
            ],
        },
    }


def _lines() -> list[str]:
    """The keywords with which a line under a header can begin; `every` more often says who is bound."""
    every = (*clauses.LINES, *declarations.FORM_LINES, *records.LINES, *EXAMPLES, "from", "until", "reading")
    return [word for word in dict.fromkeys(every) if "," not in word and "`" not in word and word != "every"]


def _header() -> Rule:
    """The header of an item; behind some of them stands its name."""
    named = rf"^\s*(?:(replace)\s+)?{_any(NAMED)}\s+([\w-]+)"
    return {
        "patterns": [
            {"match": named, "captures": _captures({1: "keyword.control.header", 2: "keyword.control.header",
                                                    3: "entity.name.function"})},
            {"match": r"^\s*(protocol\s+to|text\s+of)\s+([\w-]+)",
             "captures": _captures({1: "keyword.control.header", 2: "entity.name.function"})},
            _match("keyword.control.header", rf"^\s*(?:replace\s+)?{_any(HEADERS)}", group=True),
        ]
    }  # fmt: skip


def _data() -> Rule:
    """The data behind the sentence of a dated line."""
    return {
        "name": "meta.data.foedus",
        "begin": ";",
        "end": "$",
        "patterns": [
            {"include": "#text"},
            _match("comment.line.number-sign", r"(?<=\s)#.*$"),
            {
                "match": rf"{_any(statements.KEYS)}\s*(:)",
                "captures": _captures({1: "support.type.property-name", 2: "punctuation.separator.key-value"}),
            },
        ],
    }


def _match(scope: str, pattern: str, group: bool = False) -> Rule:
    """A rule for what a pattern finds, or for its first group alone."""
    if group:
        return {"match": pattern, "captures": _captures({1: scope})}
    return {"match": pattern, "name": f"{scope}.foedus"}


def _captures(scopes: dict[int, str]) -> dict[str, dict[str, str]]:
    return {str(n): {"name": f"{scope}.foedus"} for n, scope in scopes.items()}


def _any(words: Iterable[str], plural: bool = False) -> str:
    """A pattern for one of the words as a whole, the longest first."""
    written = sorted(dict.fromkeys(words), key=lambda word: (-len(word), word))
    joined = "|".join(r"\s+".join(map(re.escape, word.split())) for word in written)
    return rf"(?<![\w-])({joined}){'s?' if plural else ''}(?![\w-])"
