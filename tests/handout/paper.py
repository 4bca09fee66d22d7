"""A printed file read back: what each page sets in type, and the tree that a screen reader follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf

MM = 72 / 25.4
SHOWS = {"Tj", "TJ"}
PAINTS = SHOWS | {"f", "f*", "F", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "'", '"'}
BREAKS = {"P", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "H1", "H2", "H3", "H4", "Div"}
ONE = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Run:
    """Letters set at once. Points from the page's left and top edge; ``mark`` is None in an artifact."""

    text: str
    glyphs: tuple[int, ...]
    font: str
    size: float
    x: float
    y: float
    end: float
    page: int
    mark: int | None
    opens: bool  # on another line than the run before, or away from it: a new word

    def ends_before(self, x: float, y: float) -> bool:
        return abs(self.y - y) > 1 or x - self.end > self.size / 4


@dataclass(slots=True)
class Page:
    number: int  # from 1
    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)  # what paints and is neither tagged nor an artifact

    @property
    def body(self) -> list[Run]:
        return [run for run in self.runs if run.mark is not None]

    @property
    def margin(self) -> str:
        """The words of head and foot."""
        return " ".join(run.text for run in self.runs if run.mark is None)


@dataclass(slots=True)
class Node:
    """A structure element; ``items`` are elements and marked content (page, mark) in reading order."""

    tag: str
    alt: str | None
    attributes: dict[str, Any]
    ident: str = ""
    items: list[Node | tuple[int, int]] = field(default_factory=list)

    @property
    def nodes(self) -> list[Node]:
        return [item for item in self.items if isinstance(item, Node)]

    def walk(self) -> Iterator[Node]:
        yield self
        for node in self.nodes:
            yield from node.walk()

    def all(self, *tags: str) -> list[Node]:
        return [node for node in self.walk() if node.tag in tags]

    def marks(self) -> list[tuple[int, int]]:
        return [m for item in self.items for m in (item.marks() if isinstance(item, Node) else [item])]


@dataclass(slots=True)
class Paper:
    pages: list[Page]
    root: Node
    fonts: list[_Font]
    by_mark: dict[tuple[int, int], list[Run]]
    outline: list[tuple[int, str]]  # level from 1, title
    transparent: bool  # a group, soft mask or opacity below 1
    addresses: list[str]  # whatever a link or action would open
    metadata: str
    title: str
    language: str
    marked: bool

    def runs(self, node: Node) -> list[Run]:
        return [run for mark in node.marks() for run in self.by_mark.get(mark, [])]

    def text(self, node: Node | None = None) -> str:
        """The words as read out; blocks on lines of their own."""
        lines = "".join(self._said(node or self.root)).split("\n")
        return "\n".join(line for line in (" ".join(part.split()) for part in lines) if line)

    def _said(self, node: Node) -> Iterator[str]:
        edge = "\n" if node.tag in BREAKS else ""
        yield edge
        for item in node.items:
            if isinstance(item, Node):
                yield from self._said(item)
            else:
                yield from (f" {run.text}" if run.opens else run.text for run in self.by_mark.get(item, []))
        yield " " if node.tag == "Lbl" else edge

    def blocks(self) -> list[tuple[Node, str]]:
        """Each paragraph, heading, list item and cell with its words."""
        found = self.root.all("P", "H1", "H2", "H3", "H4", "LBody", "TH", "TD")
        return [(node, said) for node in found if (said := " ".join(self.text(node).split()))]


@cache
def read_paper(pdf: bytes) -> Paper:
    with pikepdf.open(BytesIO(pdf)) as document:
        fonts: dict[str, _Font] = {}
        pages = [_page(page, n, fonts) for n, page in enumerate(document.pages, start=1)]
        numbers = {page.obj.objgen: n for n, page in enumerate(document.pages, start=1)}
        by_mark: dict[tuple[int, int], list[Run]] = {}
        for page in pages:
            for run in page.body:
                by_mark.setdefault((page.number, run.mark or 0), []).append(run)
        with document.open_outline() as outline:
            heads = list(_outline(outline.root, 1))
        return Paper(
            pages=pages,
            root=_tree(document, numbers),
            fonts=[*fonts.values()],
            by_mark=by_mark,
            outline=heads,
            transparent=any(_transparent(page.obj, page.Resources) for page in document.pages),
            addresses=list(_addresses(document)),
            metadata=document.Root.Metadata.read_bytes().decode(),
            title=str(document.docinfo["/Title"]),
            language=str(document.Root.Lang),
            marked=bool(document.Root.MarkInfo.Marked)
            and bool(document.Root.ViewerPreferences.DisplayDocTitle),
        )


# --- the pages --------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Font:
    name: str
    embedded: bool
    letters: dict[int, str]
    widths: dict[int, float]


def _font(found: Any) -> _Font:
    below = found.DescendantFonts[0]
    file = {"/FontFile", "/FontFile2", "/FontFile3"} & set(below.FontDescriptor.keys())
    letters = _letters(found.ToUnicode.read_bytes().decode())
    return _Font(str(found.BaseFont).lstrip("/"), bool(file), letters, dict(_widths([*below.W])))


def _widths(table: list[Any]) -> Iterator[tuple[int, float]]:
    """Thousandths of the size; the table is a first glyph and the widths from there on, again and again."""
    for first, widths in zip(table[::2], table[1::2], strict=True):
        yield from enumerate((float(width) for width in widths), int(first))


def _letters(cmap: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for part in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.S):
        for glyph, letters in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", part):
            found[int(glyph, 16)] = bytes.fromhex(letters).decode("utf-16-be")
    return found


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _page(source: Any, number: int, fonts: dict[str, _Font]) -> Page:
    width, height = (float(side) for side in source.mediabox[2:])
    page = Page(number, width, height)
    for name, found in source.Resources.get("/Font", {}).items():
        fonts.setdefault(str(name), _font(found))
    ctm, text, font, size = ONE, ONE, "", 0.0
    kept: list[Matrix] = []
    marked: list[int | str | None] = []
    for operands, operator in pikepdf.parse_content_stream(source):
        name = str(operator)
        if name == "q":
            kept.append(ctm)
        elif name == "Q":
            ctm = kept.pop()
        elif name == "cm":
            ctm = _times(_matrix(operands), ctm)
        elif name == "Tm":
            text = _matrix(operands)
        elif name == "Tf":
            font, size = str(operands[0]), float(operands[1])
        elif name in ("BDC", "BMC"):
            marked.append(_mark(operands, marked))
        elif name == "EMC":
            marked.pop()
        if name in PAINTS and not marked:
            page.loose.append(name)
        if name in SHOWS:
            place = _times(text, ctm)
            glyphs = _glyphs(operands[0])
            said = "".join(fonts[font].letters.get(glyph, "\ufffd") for glyph in glyphs)
            real = abs(size * place[3])
            mark = marked[-1] if marked and isinstance(marked[-1], int) else None
            wide = sum(fonts[font].widths.get(glyph, 0) for glyph in glyphs) * real / 1000
            x, y = place[4], height - place[5]
            opens = not page.runs or page.runs[-1].ends_before(x, y)
            page.runs.append(Run(said, glyphs, fonts[font].name, real, x, y, x + wide, number, mark, opens))
    return page


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(part) for part in operands)
    return (a, b, c, d, e, f)


def _mark(operands: Any, around: list[int | str | None]) -> int | str | None:
    """The content's number, ``artifact``, or what stands around."""
    if str(operands[0]) == "/Artifact":
        return "artifact"
    if len(operands) > 1 and "/MCID" in operands[1]:
        return int(operands[1].MCID)
    return around[-1] if around else None


def _glyphs(shown: Any) -> tuple[int, ...]:
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    return tuple(int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2))


# --- the tree and what stands beside it -------------------------------------------------------------------


def _tree(document: Any, numbers: dict[Any, int]) -> Node:
    root = Node("Root", None, {})
    _grow(root, document.Root.StructTreeRoot.K, numbers, 0)
    return root


def _grow(node: Node, kids: Any, numbers: dict[Any, int], page: int) -> None:
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            node.items.append((page, kid))
        elif "/S" in kid:
            at = numbers[kid.Pg.objgen] if "/Pg" in kid else page
            alt = str(kid.Alt) if "/Alt" in kid else None
            child = Node(str(kid.S).lstrip("/"), alt, _attributes(kid), str(kid.get("/ID", "")))
            node.items.append(child)
            if "/K" in kid:
                _grow(child, kid.K, numbers, at)
        elif "/MCID" in kid:
            at = numbers[kid.Pg.objgen] if "/Pg" in kid else page
            node.items.append((at, int(kid.MCID)))


def _attributes(element: Any) -> dict[str, Any]:
    found = element.get("/A", pikepdf.Array())
    groups = [*found] if isinstance(found, pikepdf.Array) else [found]
    return {str(key).lstrip("/"): _plain(value) for group in groups for key, value in group.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, pikepdf.Array):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, pikepdf.Name | pikepdf.String) else float(value)


def _outline(items: Any, level: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield level, str(item.title)
        yield from _outline(item.children, level + 1)


def _transparent(source: Any, resources: Any) -> bool:
    if "/Group" in source:
        return True
    for state in resources.get("/ExtGState", {}).values():
        if "/SMask" in state and str(state.SMask) != "/None":
            return True
        if float(state.get("/ca", 1)) < 1 or float(state.get("/CA", 1)) < 1:
            return True
    forms = [found for found in resources.get("/XObject", {}).values() if found.Subtype == "/Form"]
    return any(_transparent(form, form.get("/Resources", pikepdf.Dictionary())) for form in forms)


def _addresses(document: Any) -> Iterator[str]:
    for found in document.objects:
        if isinstance(found, pikepdf.Dictionary):
            for key in ("/URI", "/JavaScript", "/JS", "/F", "/Launch", "/EmbeddedFiles"):
                if key in found and not isinstance(found, pikepdf.Stream):
                    yield f"{key} {found[key]!r}"
