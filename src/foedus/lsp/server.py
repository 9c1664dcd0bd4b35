"""The language server: it takes what an editor says, asks the workbench, and answers in the words of the protocol.

Every open text is kept whole, so no change has to be put together from pieces, and a text is checked when nobody has
typed for a moment.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from foedus.desk.editing import Workbench, file_of
from foedus.lang.offers import Offer
from foedus.lsp.positions import offset_at, place_at
from foedus.text.diagnostic import Diagnostic
from foedus.text.source import Source, Span

PAUSE = 0.2
"""Seconds without a change after which the texts are checked."""
LEVELS = {"error": types.DiagnosticSeverity.Error, "warning": types.DiagnosticSeverity.Warning}
KINDS = {
    "sentence": types.CompletionItemKind.Snippet,
    "keyword": types.CompletionItemKind.Keyword,
    "key": types.CompletionItemKind.Property,
    "letter": types.CompletionItemKind.Variable,
    "clause": types.CompletionItemKind.Function,
    "reading": types.CompletionItemKind.Enum,
    "value": types.CompletionItemKind.EnumMember,
}
"""What an editor shows beside an offer; a name otherwise."""

Pointed = types.HoverParams | types.DefinitionParams | types.CompletionParams
_T = TypeVar("_T")


def serve(view: str, version: str) -> None:
    """Answer over standard input and output until the editor says that it goes."""
    FoedusServer(view, version).start_io()


class FoedusServer(LanguageServer):
    """One editor with its open texts; `view` is for whom it reads."""

    def __init__(self, view: str, version: str) -> None:
        super().__init__("foedus", version, types.TextDocumentSyncKind.Full)
        self.bench = Workbench(view)
        self._uris: dict[Path, str] = {}
        self._told: set[Path] = set()
        self._changes = 0
        answers: dict[str, Callable[..., Any]] = {
            types.INITIALIZE: self._begin,
            types.TEXT_DOCUMENT_DID_OPEN: self._opened,
            types.TEXT_DOCUMENT_DID_CHANGE: self._changed,
            types.TEXT_DOCUMENT_DID_SAVE: self._saved,
            types.TEXT_DOCUMENT_DID_CLOSE: self._closed,
            types.TEXT_DOCUMENT_HOVER: self._hover,
            types.TEXT_DOCUMENT_DEFINITION: self._definition,
        }
        for method, answer in answers.items():
            self.feature(method)(partial(answer))  # pygls marks what it is given, and a method takes no mark
        options = types.CompletionOptions(trigger_characters=[" "])
        self.feature(types.TEXT_DOCUMENT_COMPLETION, options)(partial(self._completion))

    # What the editor says

    def _begin(self, asked: types.InitializeParams) -> None:
        folders = [folder.uri for folder in asked.workspace_folders or ()] or [asked.root_uri or ""]
        roots = [path for path in map(_path, folders) if path is not None]
        self.bench = Workbench(self.bench.view, roots)

    def _opened(self, told: types.DidOpenTextDocumentParams) -> None:
        path = self._put(told.text_document.uri, told.text_document.text)
        if path is None:
            message = f"foedus: {told.text_document.uri} is not open to the {self.bench.view} view"
            self.window_log_message(types.LogMessageParams(types.MessageType.Info, message))
        self._tell()

    async def _changed(self, told: types.DidChangeTextDocumentParams) -> None:
        self._put(told.text_document.uri, told.content_changes[-1].text)
        self._changes += 1
        mine = self._changes
        await asyncio.sleep(PAUSE)
        if mine == self._changes:
            self._tell()

    def _saved(self, told: types.DidSaveTextDocumentParams) -> None:
        self.bench.forget()
        self._tell()

    def _closed(self, told: types.DidCloseTextDocumentParams) -> None:
        path = _path(told.text_document.uri)
        if path is not None:
            self.bench.drop(path)
        self._tell()

    def _put(self, uri: str, text: str) -> Path | None:
        path = _path(uri)
        if path is None or not self.bench.put(path, text):
            return None
        self._uris[path] = uri
        return path

    def _tell(self) -> None:
        """Send what is wrong, file by file; a file in which nothing is wrong any more is told so."""
        found = self.bench.findings()
        for path in sorted({*found, *self._told}):
            told = [self._diagnostic(each) for each in found.get(path, ())]
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(self._uri(path), told))
        self._told = {path for path, each in found.items() if each}

    # What it asks

    def _hover(self, asked: types.HoverParams) -> types.Hover | None:
        found = self._at(asked, self.bench.meaning)
        if found is None:
            return None
        shown = types.MarkupContent(types.MarkupKind.Markdown, found.text)
        return types.Hover(shown, self._range(found.span))

    def _definition(self, asked: types.DefinitionParams) -> types.Location | None:
        span = self._at(asked, self.bench.declaration)
        return types.Location(self._uri(file_of(span)), self._range(span)) if span else None

    def _completion(self, asked: types.CompletionParams) -> types.CompletionList:
        found = self._at(asked, self.bench.offers) or []
        source = self._source(asked)
        if source is None or not found:
            return types.CompletionList(False, [])
        here = self._offset(source, asked.position)
        written = self.bench.partial(Path(source.path), here)
        where = self._range(source.span(here - len(written), here))
        can = self.client_capabilities.text_document
        item = can.completion.completion_item if can and can.completion else None
        stops = bool(item and item.snippet_support)
        return types.CompletionList(False, [_item(n, each, where, stops) for n, each in enumerate(found)])

    def _at(self, asked: Pointed, answer: Callable[[Path, int], _T]) -> _T | None:
        source = self._source(asked)
        return answer(Path(source.path), self._offset(source, asked.position)) if source else None

    # Places

    def _source(self, asked: Pointed) -> Source | None:
        path = _path(asked.text_document.uri)
        return self.bench.source(path) if path is not None else None

    def _offset(self, source: Source, position: types.Position) -> int:
        return offset_at(source.text, position.line, position.character, self._encoding())

    def _encoding(self) -> str:
        return str(getattr(self.workspace.position_encoding, "value", self.workspace.position_encoding))

    def _range(self, span: Span) -> types.Range:
        text, encoding = span.source.text, self._encoding()
        ends = (place_at(text, offset, encoding) for offset in (span.begin, span.end))
        begin, end = (types.Position(line, column) for line, column in ends)
        return types.Range(begin, end)

    def _uri(self, path: Path) -> str:
        return self._uris.get(path) or from_fs_path(str(path)) or path.as_uri()

    def _diagnostic(self, finding: Diagnostic) -> types.Diagnostic:
        under = f"{finding.article}: " if finding.article else ""
        return types.Diagnostic(
            self._range(finding.span),
            f"{under}{finding.title}\n{finding.hint}",
            severity=LEVELS[finding.level],
            code=finding.code,
            source="foedus",
        )


def _path(uri: str) -> Path | None:
    """The file of an address; None where it is none, such as a text that was never saved."""
    path = to_fs_path(uri)
    return Path(path) if path else None


def _item(n: int, offer: Offer, where: types.Range, stops: bool) -> types.CompletionItem:
    snippet = stops and bool(offer.snippet)
    return types.CompletionItem(
        offer.label,
        kind=KINDS.get(offer.kind, types.CompletionItemKind.Value),
        detail=offer.detail or None,
        sort_text=f"{n:05}",
        filter_text=f"{offer.label} {offer.search}".strip(),
        insert_text_format=types.InsertTextFormat.Snippet if snippet else types.InsertTextFormat.PlainText,
        text_edit=types.TextEdit(where, offer.snippet if snippet else offer.insert or offer.label),
    )
