"""Where the name of the thing stands that a price is of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from pricesvc.core.goods import NONE
from pricesvc.reading.phrases import any_of
from pricesvc.reading.reports.listed import in_order, row_of
from pricesvc.reading.reports.names import Named, Names, Span
from pricesvc.reading.reports.others import Others
from pricesvc.reading.reports.pages import STOP, WORD, Page, Ties
from pricesvc.reading.reports.references import References
from pricesvc.reading.reports.scenes import Scene, scene, start_of
from pricesvc.reading.reports.sentences import sentence
from pricesvc.reading.reports.sums import is_sum
from pricesvc.reading.reports.totals import Totals

ATTACHED: Final = 40
"""Characters between a price and the thing it stands before, as in "a $70,000 second-hand black Lexus"."""

FURTHER: Final = 3
"""Sentences back in which the thing of a bare "Sold: $500" is looked for."""

FEW: Final = 16
"""Prices behind one that are counted."""

_SHORT: Final = 12
_TIE: Final = 40
_LABELLING = " :：-–.\n\t*•"


class Things:
    """Finds the thing of each price with the words of ``Ties``."""

    def __init__(self, ties: Ties) -> None:
        self._ties = ties
        self._names = Names(ties)
        self._others = Others(ties)
        self._references = References(ties)
        self._totals = Totals(ties)
        self._each = any_of(ties.each)
        self._tying = ties.attach | (ties.buys - ties.level)
        self._loose = (ties.bound | ties.also) - self._tying

    def of(self, page: Page, index: int, given: Sequence[Span | None]) -> Named:
        """Where the name of the thing stands: right behind the price, else before it, else later in the sentence.

        ``given`` is where the names stand that the prices before this one have.
        """
        mention = page.mentions[index]
        here = scene(page, self._names, self._each, index, given)
        if self._totals.is_total(page, index, given, here.own):
            return ()
        attached = self._is_own(page, here, index) or self._is_alike(page, here, index, given)
        label = page.text[here.low : mention.start].strip(_LABELLING).lower()
        if self._is_label(label) or (not here.ahead and self._is_label(_clause(label))):
            return _one(here.after[0] if attached else self._labelled(page, here, index))
        if is_sum(page, self._ties, mention, (here.behind, here.high), attached=attached):
            return ()
        listed = in_order(page, self._ties, here, index)
        if listed is not None:
            return _one(listed[0])
        return self._names.behind(page, here) if attached else self._elsewhere(page, here, index, given, label)

    def _is_label(self, words: str) -> bool:
        """Whether words only say which number a price is: "Estimate", "Zuschlag bei"."""
        first, _, last = words.rpartition(" ")
        return bool(words) and (words in self._ties.label or (first in self._ties.label and last in self._ties.bound))

    def _elsewhere(self, page: Page, here: Scene, index: int, given: Sequence[Span | None], label: str) -> Named:
        """The thing that does not stand right behind its price."""
        mention = page.mentions[index]
        unknown = self._unknown(page.text, mention.start, here.behind)
        if unknown is not None:
            return (unknown,)
        pays = page.text[mention.end : here.high]
        last = here.own[-1][1] if here.own else page.floor(mention.start)
        gap = page.text[max(here.low, last) : mention.start]
        if self._references.bought(pays) or self._references.trades_it(gap):
            return _one(self._spoken_of(page, here, index, given))
        if here.ahead:
            other = self._is_other(page, here, index, given)
            return () if other else self._names.whole(page, here, mention.start)
        if here.after:
            elsewhere = self._is_part(page, here) or self._is_owned(page, here, index)
            return () if elsewhere else self._names.behind(page, here)
        refers = not label or self._refers(page, here, index, given)
        return _one(self._spoken_of(page, here, index, given)) if refers else ()

    def _refers(self, page: Page, here: Scene, index: int, given: Sequence[Span | None]) -> bool:
        """Whether a price is of the thing of the price before in the sentence, or of that of the sentence before."""
        start = page.mentions[index].start
        floor = page.floor(start)
        if floor > here.low and (not given or given[-1] is None):
            return False
        before = page.text[max(here.low, floor) : start].lstrip(_LABELLING + ",;)")
        return self._references.refers(before, page.text[here.behind : here.high])

    def _spoken_of(self, page: Page, here: Scene, index: int, given: Sequence[Span | None]) -> Span | None:
        """The thing that a pronoun means: that of the price before in the sentence, else that of the sentence before."""
        if given and given[-1] is not None and page.floor(page.mentions[index].start) > here.low:
            return given[-1]
        return here.ahead[0] if here.ahead else self._before(page, here.low)

    def _is_part(self, page: Page, here: Scene) -> bool:
        """Whether the name behind a price is a part of what it is of, or of another clause: "worth $5m, including 20 bags"."""
        gap = page.text[here.behind : here.after[0][0]].lower()
        words = gap.lstrip(" ,，、(（")
        closed = gap.lstrip().startswith((")", "）"))
        return closed or ";" in gap or any(words.startswith(one) for one in self._ties.including)

    def _is_other(self, page: Page, here: Scene, index: int, given: Sequence[Span | None]) -> bool:
        """Whether a price without a name of its own is not of the thing of the price before: "$5 on shoes, $9 on barbers"."""
        start = page.mentions[index].start
        floor = page.floor(start)
        if here.own:
            return self._others.is_parted(page.text[here.own[-1][1] : start])
        if given and given[-1] is not None and given[-1][0] >= floor:
            words = WORD.findall(page.text[here.behind : here.behind + ATTACHED].lower())
            traded = len(words) > 1 and words[1] in self._ties.trade
            if len(words) > 1 and words[0] in self._tying and not (words[1].isdigit() or traded):
                return True
        return self._others.is_other(page, floor, start)

    def _labelled(self, page: Page, here: Scene, index: int) -> Span | None:
        """The thing of a price that a label stands before: it was named before, else it follows."""
        before = self._before(page, here.low)
        return here.after[0] if before is None and here.after and not self._is_owned(page, here, index) else before

    def _before(self, page: Page, low: int) -> Span | None:
        """The thing of the sentence before, when this one only says what the number is: "Estimate: $500"."""
        for _ in range(FURTHER):
            if low == 0:
                return None
            end = max(low - 1, 0)
            low, high = sentence(page.ends, end, end, len(page.text))
            if page.text[low:high].partition(":")[0].strip(_LABELLING).lower() in self._ties.label:
                continue
            first, last = bisect_left(page.things, low, key=start_of), bisect_left(page.things, high, key=start_of)
            things = page.things[first:last]
            names = list(self._names.among(page, things))
            if names:
                kinds = [thing.start for thing in things if thing.category != NONE]
                return next((name for name in names if any(name[0] <= kind < name[1] for kind in kinds)), names[0])
        return None

    def _is_own(self, page: Page, here: Scene, index: int) -> bool:
        """Whether the thing behind a price is its own: tied to it, and none is tied closer before the price."""
        if not here.after:
            return False
        text, start = page.text, here.after[0][0]
        gap = text[here.behind : start]
        words = gap.strip().lower()
        if words.split(" ", maxsplit=1)[0] in self._ties.whose:
            return True
        if words in self._ties.also or (not words and self._names.conjoined(text, start)):
            return False
        ahead = text[here.ahead[-1][1] : page.mentions[index].start].strip().lower() if here.ahead else None
        beside = ahead is not None and (not ahead or self._ties.says_worth(ahead))
        if words and beside and (here.own or words not in self._ties.article):
            return False
        if self._ties_to(words) and (words or self._ties.last or not here.own):
            return True
        return self._is_near(here, gap, words) and not (here.own and self._is_owned(page, here, index))

    def _is_alike(self, page: Page, here: Scene, index: int, given: Sequence[Span | None]) -> bool:
        """Whether the same words tie the thing behind a price as that of the price before: "$9 at Gucci, $5 at Chanel"."""
        last = given[-1] if given else None
        floor = page.floor(page.mentions[index].start)
        if not here.after or last is None or last[0] < floor:
            return False
        tie = page.text[here.behind : here.after[0][0]].lower()
        return bool(tie.strip()) and not STOP.search(tie) and page.text[floor : last[0]].lower() == tie

    def _ties_to(self, words: str) -> bool:
        """Whether words between a price and a thing tie them, with an article at most behind them: "for the"."""
        first, _, last = words.rpartition(" ")
        return words in self._tying or (last in self._ties.article and first in self._tying)

    def _is_near(self, here: Scene, gap: str, words: str) -> bool:
        """Whether a few words without a stop stand between the price and the thing; no "at a" of where it was paid."""
        if len(gap) > ATTACHED or STOP.search(gap):
            return False
        last = next((word for word in reversed(words.split()) if word not in self._ties.article), "")
        if here.own and " " in words and last in self._ties.within:
            return False
        return words.split(" ", maxsplit=1)[0] not in self._loose and self._ties.also.isdisjoint(WORD.findall(words))

    def _is_owned(self, page: Page, here: Scene, index: int) -> bool:
        """Whether the name behind a price is that of the next price, before which it stands alone."""
        name = here.after[0]
        if (
            page.holds_price(here.behind, name[0])
            and page.floor(name[0]) > page.mentions[row_of(page, self._ties, index)[-1]].end
        ):
            return True
        following = page.ceiling(name[1])
        if following >= here.high:
            return False
        gap = page.text[name[1] : following].strip().lower()
        alone = not any(name[1] <= other[0] < following for other in here.after)
        if not here.own and len(here.after) > self._prices_behind(page, here, index):
            return False  # "for $5,000 was sold a watch, and for $300 a bag"
        return alone and (bool(here.own) or not gap or self._ties.says_worth(gap))

    def _prices_behind(self, page: Page, here: Scene, index: int) -> int:
        """How many prices follow in the sentence, conversions aside."""
        last = bisect_left(page.mentions, here.high, key=lambda mention: mention.start)
        return sum(source is None for source in page.sources[index + 1 : min(last, index + 1 + FEW)])

    def _unknown(self, text: str, start: int, behind: int) -> Span | None:
        """A name that nobody listed, when an article stands before the price: "a $1.2-million Pagani"."""
        tail = text[max(0, start - _TIE) : start].rstrip().lower()
        before = WORD.findall(tail[-_SHORT:])
        if not before or before[-1] not in self._ties.article or not text[behind : behind + 1].isspace():
            return None
        if any(" " in tie and tail.endswith(tie) for tie in self._ties.worth):
            return None  # "tasado en 5.000 euros", where Swedes have an article
        end = behind
        for word in WORD.finditer(text, behind, behind + ATTACHED):
            if STOP.search(text[end : word.start()]) or word[0].lower() in self._ties.bound:
                break
            end = word.end()
        return (behind + 1, end) if end > behind else None


def _clause(words: str) -> str:
    """What stands behind the last sign: "one owner, price"."""
    last = max((sign.end() for sign in STOP.finditer(words)), default=0)
    return words[last:].strip(_LABELLING)


def _one(name: Span | None) -> Named:
    return () if name is None else (name,)
