"""`docs/language.md` taken apart: chapters, sections, fences; and a section made a folder that foedus can read."""

import re
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
LANGUAGE = REPOSITORY / "docs" / "language.md"
HEADINGS = re.compile(r"(clause|fact|event|reading|example|replace|agreement|protocol|text|lexicon)\b")


@dataclass(frozen=True)
class Fence:
    """A fenced block: the words behind its fence, what it holds, and the line of its fence."""

    info: tuple[str, ...]
    body: str
    line: int

    @property
    def kind(self) -> str:
        return self.info[0]

    @property
    def argument(self) -> str:
        return self.info[1] if len(self.info) > 1 else ""


@dataclass
class Section:
    """What stands under one `###` heading."""

    chapter: int
    title: str
    lines: list[str] = field(default_factory=list)
    fences: list[Fence] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Fence]:
        return [fence for fence in self.fences if fence.kind in kinds]

    @property
    def record(self) -> str:
        """The record that the section begins with, for a snippet that needs one."""
        return paragraphs(self.of("foedus")[0].body)[0]

    def __str__(self) -> str:
        return self.title.split(" ")[0]


def sections(text: str) -> list[Section]:
    """The sections of a document in order; what stands under a chapter but under no section has an empty title."""
    found = [Section(0, "")]
    fence: list[str] | None = None
    opened, info = 0, ""
    for number, line in enumerate(text.split("\n"), 1):
        if fence is not None:
            if line == "```":
                found[-1].fences.append(Fence(tuple(info.split()), "".join(f"{each}\n" for each in fence), opened))
                fence = None
            else:
                fence.append(line)
        elif line.startswith("```"):
            fence, opened, info = [], number, line[3:]
        elif chapter := re.match(r"## (\d+)\. ", line):
            found.append(Section(int(chapter[1]), ""))
        elif line.startswith("### "):
            found.append(Section(found[-1].chapter, line[4:]))
        else:
            found[-1].lines.append(line)
    assert fence is None, f"the fence of line {opened} does not end"
    return found


def paragraphs(block: str) -> list[str]:
    """The items of a block as they stand, each from its header up to the next."""
    found: list[str] = []
    for line in block.split("\n"):
        if HEADINGS.match(line) or not found:
            found.append("")
        found[-1] += line + "\n"
    return found


def write(section: Section, folder: Path, changed: dict[int, str] | None = None) -> Path:
    """The section as the folder of an instrument; `changed` puts other texts in the place of fences, by their line."""
    changed = changed or {}
    main = "".join(f"```foedus\n{changed.get(each.line, each.body)}```\n\n" for each in section.of("foedus"))
    (folder / "agreement.md").write_text(f"# Article 1. {section.title}\n\n{main}", encoding="utf-8")
    for each in section.of("foedus-file"):
        path = folder / each.argument
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# Article 1\n\n```foedus\n{changed.get(each.line, each.body)}```\n", encoding="utf-8")
    for each in section.of("journal", "csv", "jsonl"):
        (folder / (each.argument or "record.journal")).write_text(each.body, encoding="utf-8")
    return folder
