"""Reports copied from the web: tags are no signs of a text, and "&euro;" is "€"."""

from __future__ import annotations

import html
import re
from typing import Final

from pricesvc.reading.text import Folded, fold

LONGEST: Final = 400
"""Characters of a tag."""

_TAG = re.compile(rf"</?([A-Za-z][A-Za-z0-9]*)(?:[\s/][^<>]{{0,{LONGEST}}})?>")
_ENTITY = re.compile(r"&(?:#[0-9]{2,6}|#[xX][0-9A-Fa-f]{2,5}|[A-Za-z]{2,8}[0-9]{0,2});")
_CELLS: Final = frozenset({"td", "th"})
_BLOCKS: Final = frozenset(
    {"p", "br", "tr", "li", "div", "table", "ul", "ol", "section", "article", "h1", "h2", "h3", "h4"}
)


def plain_of(text: str) -> str:
    """A text without its tags and entities, in which every place stays what it was."""
    if "<" in text:
        text = _TAG.sub(_blank, text)
    return _ENTITY.sub(_padded, text) if "&" in text else text


def folded_of(text: str) -> Folded:
    """A text without its tags and entities, made comparable."""
    bare = _TAG.sub(_blank, text) if "<" in text else text
    if "&" not in bare or _ENTITY.search(bare) is None:
        folded = fold(bare)
        return folded if bare is text else Folded(text, folded.plain, folded.low, folded.back)
    parts: list[str] = []
    back: list[int] = []
    place = 0
    for entity in _ENTITY.finditer(bare):
        sign = html.unescape(entity[0])
        parts += [bare[place : entity.start()], sign]
        back += [*range(place, entity.start()), *[entity.start()] * len(sign)]
        place = entity.end()
    folded = fold("".join([*parts, bare[place:]]))
    back += range(place, len(text) + 1)
    if folded.back is not None:
        back = [back[position] for position in folded.back]
    return Folded(text, folded.plain, folded.low, tuple(back))


def _blank(tag: re.Match[str]) -> str:
    """Spaces for a tag; one that parts cells or lines begins with the sign that does."""
    name = tag[1].lower()
    closes = tag[0][1] == "/" or name == "br"
    sign = "\t" if name in _CELLS and closes else "\n" if name in _BLOCKS else " "
    return sign + " " * (len(tag[0]) - 1)


def _padded(entity: re.Match[str]) -> str:
    sign = html.unescape(entity[0])
    return sign.ljust(len(entity[0])) if len(sign) < len(entity[0]) else entity[0]
