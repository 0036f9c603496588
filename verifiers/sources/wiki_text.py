"""The HTML that a wiki's parser makes of a page becomes the text that a reader of the page reads.

Kept: paragraphs, headings, lists, captions, tables and fact boxes row by row, and marks such as [citation needed]. Left
out: footnotes and their numbers, boxes of links, maintenance notices, edit links, tables of contents, and the sections
of links that close an article.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from language.hidden_styles import is_invisible
from warehouse.records import clean_text

VERSION = 1

_DROPPED_TAGS = frozenset(
    ("script", "style", "template", "noscript", "iframe", "object", "svg", "math", "img", "audio", "video", "input")
)
# Class names that MediaWiki itself gives, and those that Wikimedia's wikis in many languages share.
_DROPPED_CLASSES = frozenset(
    (
        "ambox",
        "asbox",
        "bandeau-container",
        "catlinks",
        "dablink",
        "geo-multi-punct",
        "geo-nondefault",
        "hatnote",
        "metadata",
        "mw-editsection",
        "mw-empty-elt",
        "mw-jump-link",
        "mw-references-wrap",
        "navbox",
        "navigation-not-searchable",
        "noprint",
        "ombox",
        "portal-bar",
        "portalbox",
        "printfooter",
        "redirectMsg",
        "reference",
        "references",
        "reflist",
        "side-box",
        "sidebar",
        "sistersitebox",
        "toc",
        "vertical-navbox",
    )
)
_KEPT_CLASS = "Inline-Template"  # [citation needed] and its like: a reader should know
_BLOCK_TABLE = """
address article aside blockquote caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6
header hr li main nav ol p pre section table tbody tfoot thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_TABLE.split())
_HEADING = re.compile(r"h([1-6])")
# The headings of what closes an article, in the languages of the largest Wikipedias.
_CLOSING_TABLE = """
see also|references|external links|further reading|notes|footnotes|citations|bibliography|notes and references
siehe auch|literatur|weblinks|einzelnachweise|anmerkungen|fußnoten|quellen
voir aussi|notes et références|références|liens externes|bibliographie|annexes|articles connexes
véase también|referencias|enlaces externos|bibliografía|notas
ver também|referências|ligações externas
voci correlate|altri progetti|collegamenti esterni|note|bibliografia
zie ook|externe links|referenties|bronnen|literatuur|voetnoten
zobacz też|przypisy|linki zewnętrzne
см. также|примечания|ссылки|литература|источники
див. також|примітки|посилання|література|джерела
関連項目|脚注|外部リンク|参考文献|出典
参见|參見|参考文献|參考文獻|外部链接|外部連結|注释
"""
_CLOSING = frozenset(heading for line in _CLOSING_TABLE.split("\n") for heading in line.split("|") if heading)
_ROW = " | "


@dataclass
class _Line:
    text: str
    level: int = 0  # of a heading


@dataclass
class _Lines:
    """The lines so far, and the one that is being written."""

    done: list[_Line] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    def write(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)

    def end(self, level: int = 0) -> None:
        text = " ".join("".join(self.pieces).split())
        self.pieces.clear()
        if re.search(r"\w", text):
            self.done.append(_Line(text, level))


def read_wiki_html(html: str) -> str:
    """The page's text, a line for each paragraph, heading, list item and table row; empty where there is none."""
    try:
        root = lxml_html.fragment_fromstring(html, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    lines = _Lines()
    _walk(root, lines)
    lines.end()
    return clean_text("\n".join(line.text for line in _without_closing(lines.done)))


def _walk(element: Any, lines: _Lines) -> None:
    if not isinstance(element.tag, str) or _is_dropped(element):
        return
    heading = _HEADING.fullmatch(element.tag)
    if element.tag == "br":
        lines.end()
        return
    if element.tag == "tr":
        lines.end()
        lines.write(_row(element))
        lines.end()
        return
    is_block = element.tag in _BLOCKS
    if is_block:
        lines.end()
    lines.write(element.text)
    for child in element:
        _walk(child, lines)
        lines.write(child.tail)
    if is_block:
        lines.end(int(heading[1]) if heading else 0)


def _is_dropped(element: Any) -> bool:
    if element.tag in _DROPPED_TAGS or is_invisible(element.get("style") or ""):
        return True
    classes = (element.get("class") or "").split()
    if _KEPT_CLASS in classes:
        return False
    return not _DROPPED_CLASSES.isdisjoint(classes) or element.get("role") == "navigation"


def _row(row: Any) -> str:
    """A table's row as one line: "label: value" where it is just that, else the cells between bars."""
    cells = [cell for cell in row if isinstance(cell.tag, str) and cell.tag in ("td", "th") and not _is_dropped(cell)]
    texts = [(cell.tag, text) for cell in cells if (text := _cell(cell))]
    if [tag for tag, _ in texts] == ["th", "td"]:
        return f"{texts[0][1].rstrip(':')}: {texts[1][1]}"
    return _ROW.join(text for _, text in texts)


def _cell(cell: Any) -> str:
    lines = _Lines()
    lines.write(cell.text)
    for child in cell:
        _walk(child, lines)
        lines.write(child.tail)
    lines.end()
    return "; ".join(line.text for line in lines.done)


def _without_closing(lines: list[_Line]) -> list[_Line]:
    """Without the sections that only lead elsewhere, and without headings that nothing follows."""
    kept: list[_Line] = []
    closed_at = 0  # the level of the closing section that we are in
    for line in lines:
        if line.level:
            if closed_at and line.level <= closed_at:
                closed_at = 0
            if not closed_at and line.text.casefold() in _CLOSING:
                closed_at = line.level
        if closed_at:
            continue
        while line.level and kept and kept[-1].level >= line.level:
            kept.pop()  # a heading whose section came to nothing
        kept.append(line)
    while kept and kept[-1].level:
        kept.pop()
    return kept
