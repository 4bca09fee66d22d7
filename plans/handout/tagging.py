"""What the PDF library's tags leave undone: heads and feet as artifacts, places of pictures, kinds of lists.

It tags the page's margins like text and then leaves them out of the tree, gives a picture's place in CSS
pixels from the top, and does not say which lists are numbered and whose head a table's head is
(ISO 14289-1, 7.5, 7.6 and 7.8).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pydyf
from weasyprint.formatting_structure.boxes import LineBox, TextBox

PT_PER_PX = 0.75
PAGINATION = {"Type": "/Pagination"}
NUMBERING = {"ol": "/Decimal", "ul": "/Disc"}
Numbers = dict[bytes, set[int]]  # of marked content, by the reference of its page


def mend_tags(document: Any, pdf: pydyf.PDF) -> None:
    """Mend the tags of a document; a finisher of ``Document.write_pdf``, before the objects are packed."""
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    (whole,) = root["K"]
    elements = [item for item in pdf.objects if _is_element(item)]
    margins = _margins(elements, whole, frozenset(_at(pdf, whole)["K"]))
    numbers: Numbers = {}
    for element in margins:
        _leave_out(pdf, element, numbers)
    for page, found in numbers.items():
        _as_artifacts(_at(pdf, _at(pdf, page)["Contents"]), found)
    _shorten(_at(pdf, root["ParentTree"])["Nums"], pdf.page_references, numbers)
    _place(pdf, elements)
    _scope(pdf, elements)
    _number(document, elements)


def _at(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _is_element(item: pydyf.Object) -> bool:
    return isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem"


def _margins(elements: list[Any], whole: bytes, listed: frozenset[bytes]) -> list[Any]:
    """Elements of the document's first level that its tree does not list: those of the page's margins."""
    return [item for item in elements if item.get("P") == whole and item.reference not in listed]


def _leave_out(pdf: pydyf.PDF, element: Any, numbers: Numbers) -> None:
    element.free = "f"
    for kid in element["K"]:
        if isinstance(kid, int):
            numbers.setdefault(element["Pg"], set()).add(kid)
        else:
            _leave_out(pdf, _at(pdf, kid), numbers)


def _as_artifacts(stream: Any, numbers: set[int]) -> None:
    """A mark is three items of the stream: its tag, its number, and BDC."""
    items = stream.stream
    for at, item in enumerate(items):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in numbers:
            items[at - 1 : at + 1] = ["/Artifact", pydyf.Dictionary(PAGINATION)]


def _shorten(nums: list[Any], pages: list[bytes], numbers: Mapping[bytes, set[int]]) -> None:
    """Margins are drawn last: their numbers are the last of the page's."""
    for page, elements in zip(nums[::2], nums[1::2], strict=True):
        if isinstance(elements, list):
            left_out = numbers.get(pages[page], set())
            del elements[len(elements) - len(left_out) :]


def _place(pdf: pydyf.PDF, elements: list[Any]) -> None:
    """The box of a picture in points from the page's lower left."""
    for element in elements:
        if element["S"] == "/Figure":
            x1, y1, x2, y2 = element["A"]["BBox"]
            height = _at(pdf, element["Pg"])["MediaBox"][3]
            box = (x1 * PT_PER_PX, height - y2 * PT_PER_PX, x2 * PT_PER_PX, height - y1 * PT_PER_PX)
            element["A"]["BBox"] = pydyf.Array(round(side, 2) for side in box)


def _scope(pdf: pydyf.PDF, elements: list[Any]) -> None:
    """A head of the table's head is for its column, any other for its row; names are a page's own."""
    for element in elements:
        if element["S"] == "/TH":
            group = _at(pdf, _at(pdf, element["P"])["P"])["S"]
            element["A"]["Scope"] = "/Column" if group == "/THead" else "/Row"
            element["ID"] = _named(element, element["ID"])
        elif element["S"] == "/TD":
            heads = (_named(element, head) for head in element["A"]["Headers"])
            element["A"]["Headers"] = pydyf.Array(heads)


def _named(element: Any, head: pydyf.String) -> pydyf.String:
    """A table that runs over pages is numbered anew on each."""
    return pydyf.String(f"{element['Pg'].split()[0].decode()}-{head.string}")


def _number(document: Any, elements: list[Any]) -> None:
    """Boxes and their elements stand in one order."""
    lists = [item for item in elements if item["S"] == "/L"]
    for tag, element in zip(_lists(document), lists, strict=True):
        element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": NUMBERING[tag]})


def _lists(document: Any) -> Iterator[str]:
    for page in document.pages:
        for box in page._page_box.descendants(placeholders=True):
            if box.element_tag in NUMBERING and not isinstance(box, LineBox | TextBox):
                yield box.element_tag
