"""Reports copied from the web: tags are no signs of a text, and "&euro;" is "€"."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as a browser shows it. ``back`` has the place in the original of each character, where that is another."""

    text: str
    original: str
    back: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a part of the text."""
        if self.back is None:
            return start, end
        return self.back[start], self.back[bisect_right(self.back, self.back[end - 1])] if end else 0


def shown(text: str) -> Shown:
    """A text without its tags, with the signs that entities stand for."""
    bare = _TAG.sub(_blank, text) if "<" in text else text
    if "&" not in bare or _ENTITY.search(bare) is None:
        return Shown(bare, text)
    parts: list[str] = []
    back: list[int] = []
    place = 0
    for entity in _ENTITY.finditer(bare):
        sign = html.unescape(entity[0])
        parts += [bare[place : entity.start()], sign]
        back += [*range(place, entity.start()), *[entity.start()] * len(sign)]
        place = entity.end()
    back += range(place, len(text) + 1)
    return Shown("".join([*parts, bare[place:]]), text, tuple(back))


def folded_of(text: str) -> Folded:
    """A text without its tags and entities, made comparable."""
    seen = shown(text)
    folded = fold(seen.text)
    if seen.text is text:
        return folded
    back = seen.back
    if back is not None and folded.back is not None:
        back = tuple(back[position] for position in folded.back)
    return Folded(text, folded.plain, folded.low, folded.back if back is None else back)


def _blank(tag: re.Match[str]) -> str:
    """Spaces for a tag; one that parts cells or lines begins with the sign that does."""
    name = tag[1].lower()
    closes = tag[0][1] == "/" or name == "br"
    sign = "\t" if name in _CELLS and closes else "\n" if name in _BLOCKS else " "
    return sign + " " * (len(tag[0]) - 1)
