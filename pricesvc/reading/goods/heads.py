"""Which of the words found names the thing: zones, masks, and the order of decision.

A description falls into zones. "Black coat by Dior, made of wool" has three: the first says what the thing is, the
others qualify it. A zone that a word opens (with, for, by) says less than one that a comma opens.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pricesvc.core.goods import NONE, Confidence
from pricesvc.reading.goods.haystack import CUT
from pricesvc.reading.goods.lexicon import Entry, Lexicon, Match

Rule = Literal["head", "material", "model", "brand", "later-type", "house", "lean"]

_NOUNS = frozenset({"type", "negative", "role"})
_MAKES = frozenset({"model", "brand", "house"})
_NAMES = _NOUNS | _MAKES
_MAKERS = frozenset({"brand", "house"})
_ADJACENT = 3
_OWNS = " s "
_AGED = re.compile(rf"((?: [^\W\d_]+ )?){CUT} (?:aged  )?[1-9][0-9]? {CUT}")
"""What stands behind a person's name in a report: "Mercedes, 34, a nurse", "Tiffany Smith, 34, of Leeds"."""

_SEVERAL = 2
_NEAR = 3
"""Zones, that of the head first, in which a material or an age speaks of the thing."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of a description: its content words, and whether a word such as "with" opens it."""

    matches: tuple[Match, ...]
    qualifies: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What decided: the match, the rule by which, and the category."""

    match: Match
    rule: Rule
    category: str | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Parsed:
    """A description taken apart."""

    text: str
    zones: tuple[Zone, ...]
    masked: tuple[Match, ...]


def parse(text: str, matches: Sequence[Match]) -> Parsed:
    """Split the words found in a searchable text into zones, without those that a context masks."""
    cuts = [place for place, sign in enumerate(text) if sign == CUT]
    opening = _opening(matches)
    masked = _masked(text, matches, cuts)
    zones: list[Zone] = []
    content: list[Match] = []
    qualifies = named = False
    area = 0
    for index, match in enumerate(matches):
        here = bisect_right(cuts, match.start)
        if here != area or index in opening:
            zones.append(Zone(tuple(content), qualifies))
            content, area, qualifies = [], here, named and index in opening
        if match.entry.kind != "cut" and index not in masked:
            content.append(match)
            named = named or match.entry.kind in _NAMES or match.entry.kind == "money"
    zones.append(Zone(tuple(content), qualifies))
    return Parsed(
        text, tuple(zone for zone in zones if zone.matches), tuple(matches[index] for index in sorted(masked))
    )


def _opening(matches: Sequence[Match]) -> frozenset[int]:
    """Which of the words open a zone: cuts, and a measure that shares a word with the noun before it ("a hat box of")."""
    return frozenset(
        index
        for index, match in enumerate(matches)
        if match.entry.kind == "cut"
        or (match.entry.kind == "count" and index and match.start < matches[index - 1].end - 1)
    )


def _masked(text: str, matches: Sequence[Match], cuts: Sequence[int]) -> set[int]:
    """The names that a context word governs: up to the next cut after it, or the one right before it; and of persons."""
    masked: set[int] = set()
    governed = -1
    for index, match in enumerate(matches):
        area = bisect_right(cuts, match.start)
        if match.entry.kind in _MAKERS and _is_person(text, matches, index):
            masked.add(index)
        if match.entry.kind == "cut":
            governed = -1
        elif match.entry.masks == "before":
            if index and _is_beside(text, matches[index - 1], match):
                masked.add(index - 1)
        elif governed == area and match.entry.kind in _NAMES | {"attribute"}:
            masked.add(index)
        elif match.entry.masks == "after":
            governed = area
    return masked


def _is_beside(text: str, name: Match, word: Match) -> bool:
    """Whether a name stands right before a word, in the same part: "rose scented", not "bar soap, scented"."""
    near = word.start - name.end < _ADJACENT
    return near and name.entry.kind in _NAMES and CUT not in text[name.end : word.start]


def _is_person(text: str, matches: Sequence[Match], index: int) -> bool:
    """Whether a maker's name is somebody's: an age stands behind it, or behind the surname, which is no word of goods."""
    aged = _AGED.match(text, matches[index].end)
    return aged is not None and (index + 1 == len(matches) or matches[index + 1].start >= aged.end(1))


def decide(parsed: Parsed, lexicon: Lexicon) -> Decision | None:
    """What the description names, by the first rule that answers; None when nothing does."""
    if _is_sum(parsed, lexicon):
        return None
    made: Decision | None = None
    for index, zone in enumerate(parsed.zones):
        if zone.qualifies:
            continue
        head = _head(zone, lexicon, parsed.text)
        if head is not None and head.entry.kind == "role" and not _governs(head, parsed.zones, index):
            continue
        near = parsed.zones[index : index + _NEAR]
        if made is None and head is not None:
            return _overridden(Decision(head, "head", _category(head.entry), "high"), near)
        if made is None and (make := _make(zone.matches)) is not None:
            made = _overridden(make, near)
    if made is not None:
        return made
    return _fallback(parsed, lexicon)


def _is_sum(parsed: Parsed, lexicon: Lexicon) -> bool:
    """Whether a sum comes first, and what is named behind it only says what for: "fine for a Ferrari"."""
    zones = parsed.zones
    first = next((m for zone in zones for m in zone.matches if m.entry.kind in _NAMES or m.entry.kind == "money"), None)
    if first is None or first.entry.kind != "money":
        return False
    index = next(index for index, zone in enumerate(zones) if first in zone.matches)
    if any(match.entry.kind in _NAMES for match in zones[index].matches):
        return lexicon.language(first.entry.language).head == "first"
    if index + 1 == len(zones):
        return True
    between = parsed.text[first.end : zones[index + 1].matches[0].start].split()
    return zones[index + 1].qualifies and lexicon.lists.also.isdisjoint(between)


def _governs(role: Match, zones: Sequence[Zone], index: int) -> bool:
    """Whether somebody, or some place or event, is what the description is about: a thing is named beside it, or tied to it."""
    beside = any(match is not role and match.entry.kind in _NAMES for match in zones[index].matches)
    return beside or index + 1 == len(zones) or zones[index + 1].qualifies


def _overridden(decision: Decision, zones: Sequence[Zone]) -> Decision:
    """A material or an age may make the thing another: an 18th century table is an antique, a tin ring no jewellery.

    The first one counts: a gold ring with a glass bead is jewellery. Nouns speak only within their part, materials beyond.
    """
    for place, match in ((place, match) for place, zone in enumerate(zones) for match in zone.matches):
        if match is decision.match or (place and match.entry.kind in _NOUNS and not match.entry.weak):
            continue
        if decision.category in match.entry.over:
            return Decision(match, "material", match.entry.category, "medium")
        if match.entry.kind == "attribute" and match.entry.category == decision.category:
            break
    return decision


def _fallback(parsed: Parsed, lexicon: Lexicon) -> Decision | None:
    """A noun or maker in a qualifying zone, else a house's own default, else what a material leans to."""
    for zone in parsed.zones:
        make = _make(zone.matches)
        if make is not None:
            return make
    for zone in parsed.zones:
        head = _head(zone, lexicon, parsed.text)
        if head is not None:
            return Decision(head, "later-type", _category(head.entry), "low")
    every = [match for zone in parsed.zones for match in zone.matches]
    houses = [match for match in every if match.entry.kind == "house"]
    leaning = [
        match for match in every if match.entry.kind == "attribute" and match.entry.category and match.entry.alone
    ]
    if houses:
        lean = next((m for m in leaning if m.entry.category in houses[0].entry.others), None)
        return Decision(lean or houses[0], "house", (lean or houses[0]).entry.category, "low")
    if leaning:
        return Decision(leaning[0], "lean", leaning[0].entry.category, "low")
    return None


def _head(zone: Zone, lexicon: Lexicon, text: str) -> Match | None:
    """The noun that names the thing: the last of the zone, or the first in a language that puts it first.

    A weak one, such as a material, names it only where nothing else does. Between as many of either kind of language,
    the one with more words is spoken: "gitar listrik Fender" is Indonesian, with an English name.
    """
    names = [match for match in zone.matches if match.entry.kind in _NAMES]
    names = [match for match in names if match.entry.kind != "role" or _is_about(match, names[-1], lexicon, text)]
    strong = [match for match in names if not match.entry.weak and not _is_measured(match, lexicon, text)]
    nouns = [match for match in strong or names if match.entry.kind in _NOUNS]
    if len(nouns) < _SEVERAL:
        return nouns[0] if nouns else None
    first = _first(nouns, lexicon) or _first(nouns, lexicon, text)
    return nouns[0] if first > 0 else nouns[-1]


def _is_measured(noun: Match, lexicon: Lexicon, text: str) -> bool:
    """Whether a word right behind a figure says how much of the thing there is: "wine cooler 46 bottles"."""
    if noun.entry.category != NONE or not text[: noun.start].rstrip()[-1:].isdigit():
        return False
    return any(form.entry.kind == "count" for form in lexicon.forms.get(text[noun.start : noun.end], ()))


def _is_about(role: Match, last: Match, lexicon: Lexicon, text: str) -> bool:
    """Whether a role may be what its zone names: the last name, where that is the head, and no owner ("a collector's watch")."""
    return not text.startswith(_OWNS, role.end) and (
        role is last or lexicon.language(role.entry.language).head == "first"
    )


def _first(nouns: Iterable[Match], lexicon: Lexicon, text: str | None = None) -> int:
    """By how many nouns, or words of theirs in a text, the languages that put the head first outnumber the others."""
    sizes = ((noun, 1 if text is None else len(text[noun.start : noun.end].split())) for noun in nouns)
    return sum(size if lexicon.language(noun.entry.language).head == "first" else -size for noun, size in sizes)


def _make(matches: Iterable[Match]) -> Decision | None:
    """A model, else a maker of one category."""
    found = list(matches)
    for kind, rule in (("model", "model"), ("brand", "brand")):
        for match in found:
            if match.entry.kind == kind:
                return Decision(match, rule, _category(match.entry), "medium")  # type: ignore[arg-type]
    return None


def _category(entry: Entry) -> str | None:
    return entry.category or (NONE if entry.kind in {"negative", "role"} else None)
