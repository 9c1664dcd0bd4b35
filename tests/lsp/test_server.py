"""The server as an editor has it: a process that speaks JSON-RPC over its standard input and output."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO, Any

import pytest

from foedus import cli, desk

PATIENCE = 60
"""Seconds after which a silent server fails the test; an answer takes a fraction of one."""
FAULT = 'clause страна\n    when 😀 A attaks P # "мир"\n'
JOURNAL = '# 😀 мир\n1941-06-22 DEU attacks SUN\n1941-06-23 SUN concludes agreement "😀 мир" with SUM\n'

Message = dict[str, Any]


class Editor:
    """A client that is as simple as one can be: requests in turn, notifications kept until they are looked at."""

    def __init__(self, *options: str) -> None:
        command = [sys.executable, "-m", "foedus", "lsp", *options]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.received: Queue[Message | None] = Queue()
        self.kept: list[Message] = []
        self.asked = 0
        assert self.process.stdout is not None
        self.reader = Thread(target=self._read, args=(self.process.stdout,), daemon=True)
        self.reader.start()

    def _read(self, out: IO[bytes]) -> None:
        while (length := self._length(out)) is not None:
            self.received.put(json.loads(out.read(length)))
        self.received.put(None)

    def _length(self, out: IO[bytes]) -> int | None:
        length = None
        while (line := out.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode().partition(":")
            length = int(value) if name.lower() == "content-length" else length
        return length

    def say(self, method: str, params: object = None, **more: object) -> None:
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}, ensure_ascii=False).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def ask(self, method: str, params: object = None) -> Any:
        """The result of a request."""
        self.asked += 1
        self.say(method, params, id=self.asked)
        answer = self._next(lambda message: message.get("id") == self.asked)
        assert "error" not in answer, answer
        return answer["result"]

    def told(self, path: Path) -> list[Message]:
        """The next diagnostics of a file."""
        uri = path.as_uri()
        method = "textDocument/publishDiagnostics"
        found = self._next(lambda each: each.get("method") == method and each["params"]["uri"] == uri)
        return list(found["params"]["diagnostics"])

    def _next(self, is_wanted: Any) -> Message:
        for message in self.kept:
            if is_wanted(message):
                self.kept.remove(message)
                return message
        while (message_or_end := self.received.get(timeout=PATIENCE)) is not None:
            if is_wanted(message_or_end):
                return message_or_end
            self.kept.append(message_or_end)
        raise AssertionError(f"the server has gone: {self.process.stderr and self.process.stderr.read().decode()}")

    def open(self, path: Path, text: str) -> None:
        document = {"uri": path.as_uri(), "languageId": "foedus", "version": 1, "text": text}
        self.say("textDocument/didOpen", {"textDocument": document})

    def change(self, path: Path, text: str) -> None:
        document = {"uri": path.as_uri(), "version": 2}
        self.say("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def close(self) -> None:
        """End the server, if it is still there, and close what led to it."""
        self.process.kill()
        self.process.wait(PATIENCE)
        self.reader.join(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()

    def leave(self) -> int:
        """Say goodbye as the protocol has it; the exit status of the server."""
        assert self.ask("shutdown") is None
        self.say("exit")
        return self.process.wait(PATIENCE)


@pytest.fixture
def pact(tmp_path: Path) -> Path:
    """The folder of the flagship, with a broken line in its protocol that the public may not see."""
    folder = tmp_path / "pact"
    for path in desk.shipped("agreements/anglo-soviet-1939").rglob("*.md"):
        place = folder / path.relative_to(desk.shipped("agreements/anglo-soviet-1939"))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
    protocol = folder / "secret" / "protocol.md"
    protocol.write_text(protocol.read_text(encoding="utf-8") + "\n```foedus\nclause\n```\n", encoding="utf-8")
    return folder


Begin = Callable[..., Editor]


@pytest.fixture
def begin(pact: Path) -> Iterator[Begin]:
    """Start a server with options and greet it; whatever happens, it is ended with the test."""
    made: list[Editor] = []

    def start(*options: str, encodings: tuple[str, ...] = ()) -> Editor:
        editor = Editor(*options)
        made.append(editor)
        general = {"positionEncodings": encodings} if encodings else {}
        snippets = {"completion": {"completionItem": {"snippetSupport": True}}}
        asked = {
            "processId": None,
            "rootUri": pact.as_uri(),
            "capabilities": {"general": general, "textDocument": snippets},
        }
        answer = editor.ask("initialize", asked)
        assert answer["serverInfo"]["name"] == "foedus"
        assert answer["capabilities"]["positionEncoding"] == (encodings or ("utf-16",))[0]
        editor.say("initialized", {})
        return editor

    yield start
    for each in made:
        each.close()


def at(path: Path, text: str, word: str, further: int = 1) -> Message:
    """The place of a word in UTF-16 code units, reckoned without the server's own code."""
    before = text[: text.index(word) + further].split("\n")
    units = len(before[-1].encode("utf-16-le")) // 2
    return {"textDocument": {"uri": path.as_uri()}, "position": {"line": len(before) - 1, "character": units}}


def test_an_editor_is_served_from_the_greeting_to_the_goodbye(begin: Begin, pact: Path) -> None:
    editor = begin("--stdio")
    path = pact / "agreement.md"
    text = path.read_text(encoding="utf-8")
    broken = text.replace("clause assistance\n    when   third state A attacks party P\n", FAULT, 1)
    assert broken != text
    editor.open(path, broken)
    (fault, *_) = editor.told(path)
    assert (fault["severity"], fault["source"], fault["code"]) == (1, "foedus", "unreadable")
    wanted = at(path, broken, "😀", 0)["position"]
    assert fault["range"] == {"start": wanted, "end": {"line": wanted["line"], "character": wanted["character"] + 2}}

    editor.change(path, text)
    assert editor.told(path) == []
    hover = editor.ask("textDocument/hover", at(path, text, "attacks party"))
    assert hover["contents"]["kind"] == "markdown"
    assert "event actor A attacks actor P [in place Z]" in hover["contents"]["value"]
    assert hover["range"]["start"] == at(path, text, "attacks party", 0)["position"]
    assert editor.ask("textDocument/hover", at(path, text, "Preamble")) is None

    place = editor.ask("textDocument/definition", at(path, text, "is European\n"))
    assert place["uri"] == path.as_uri()
    assert place["range"]["start"] == at(path, text, "fact state A is European", 0)["position"]
    lexicon = editor.ask("textDocument/definition", at(path, text, "attacks party"))["uri"]
    assert lexicon.endswith("/foedus/lang/lexicon.md")

    offers = editor.ask("textDocument/completion", at(path, text, "attacks party", 3))["items"]
    assert offers[0]["label"] == "attacks P [in Z]"
    assert {"attack P [in Z]", "assists P [against A]"}.isdisjoint(offer["label"] for offer in offers)
    assert offers[0]["textEdit"]["range"]["start"] == at(path, text, "attacks party", 0)["position"]
    assert offers[0]["textEdit"]["newText"] == "attacks ${1:P}"
    assert offers[0]["insertTextFormat"] == 2
    assert editor.leave() == 0


def test_a_journal_is_served_where_letters_take_two_units(begin: Begin, pact: Path) -> None:
    editor = begin("--stdio")
    path = pact / "told.journal"
    text = f'{JOURNAL}1941-06-24 GBR negotiates with SUN about "мир 😀" ; source: x\n'
    editor.open(path, text)
    (fault,) = editor.told(path)
    assert fault["code"] == "unknown-state"
    assert fault["range"]["start"] == at(path, text, "SUM", 0)["position"]
    assert fault["range"]["start"]["character"] == 1 + len('1941-06-23 SUN concludes agreement "😀 мир" with ')
    hover = editor.ask("textDocument/hover", at(path, text, '"мир 😀"', 4))
    assert hover["range"]["start"] == at(path, text, '"мир 😀"', 0)["position"]
    assert hover["range"]["end"]["character"] - hover["range"]["start"]["character"] == 8
    state = editor.ask("textDocument/hover", at(path, text, "SUM"))["contents"]["value"]
    assert "did you mean SUN?" in state
    editor.say("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})
    assert editor.told(path) == []
    assert editor.leave() == 0


def test_nothing_secret_is_told_to_a_public_editor(begin: Begin, pact: Path) -> None:
    editor = begin("--stdio")
    path, protocol = pact / "agreement.md", pact / "secret" / "protocol.md"
    editor.open(protocol, protocol.read_text(encoding="utf-8"))
    editor.open(path, path.read_text(encoding="utf-8"))
    assert editor.told(path) == []
    asked = at(protocol, protocol.read_text(encoding="utf-8"), "Secret")
    assert editor.ask("textDocument/hover", asked) is None
    assert editor.ask("textDocument/completion", asked)["items"] == []
    said = [message for message in editor.kept if message.get("method") == "textDocument/publishDiagnostics"]
    assert protocol.as_uri() not in {message["params"]["uri"] for message in said}
    assert editor.leave() == 0


def test_a_cleared_editor_is_told_of_the_protocol_as_well(begin: Begin, pact: Path) -> None:
    editor = begin("--view", "secret", encodings=("utf-32",))
    path = pact / "agreement.md"
    editor.open(path, path.read_text(encoding="utf-8"))
    (fault,) = editor.told(pact / "secret" / "protocol.md")
    assert fault["code"] == "bad-clause"
    assert editor.leave() == 0


def test_an_editor_that_vanishes_takes_the_server_along(begin: Begin) -> None:
    editor = begin()
    assert editor.process.stdin is not None
    editor.process.stdin.close()
    editor.process.wait(PATIENCE)


def test_without_pygls_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] in ("pygls", "lsprotocol")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "foedus.lsp.server", raising=False)
    monkeypatch.setitem(sys.modules, "pygls", None)
    assert cli.main(["lsp"]) == 2
    out = capsys.readouterr()
    assert (out.out, out.err) == ("", "foedus: the language server needs pygls: pip install foedus[lsp]\n")
