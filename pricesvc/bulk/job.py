"""What is asked of every row of a table, and the one state of the world it is answered from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pricesvc.appraiser import Appraiser
from pricesvc.core.errors import InvalidField
from pricesvc.core.exchange import Rates
from pricesvc.questions import INPUTS, Terms, checked


@dataclass(frozen=True, slots=True)
class Job:
    """The terms, the readers and the rates that every row shares.

    ``columns`` maps an input (``on``) to the table's name for it (``seized_on``). ``snapshot`` names exactly the
    data that answers come from.
    """

    appraiser: Appraiser
    rates: Rates
    terms: Terms
    snapshot: Mapping[str, str]
    columns: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        appraiser: Appraiser,
        rates: Rates,
        terms: Terms,
        digests: Mapping[str, str],
        columns: Mapping[str, str] | None = None,
    ) -> Job:
        """A job whose names are all known.

        Raises:
            UnknownCurrency, UnknownRegime, UnknownSource: for a name that does not exist.
            InvalidField: for a basis that there is none of, and a column that is not one of ``INPUTS``.
        """
        terms = checked(terms, appraiser.currencies, lambda: appraiser.judge.regimes, rates.series)
        for name in columns or ():
            if name not in INPUTS:
                raise InvalidField(f"No input column {name[:40]!r}; they are {', '.join(INPUTS)}.", field="columns")
        return cls(appraiser, rates, terms, {"rates": rates.snapshot, **digests}, dict(columns or {}))

    def source_of(self, name: str, available: Sequence[str]) -> str | None:
        """The table's column for an input; None where it has none.

        Raises:
            InvalidField: when a column that was named is not there.
        """
        wanted = self.columns.get(name, name)
        if wanted in available:
            return wanted
        if name in self.columns:
            raise InvalidField(f"The table has no column {wanted!r} (for {name}).", field="columns", column=wanted)
        return None

    def places(self, code: str) -> int:
        """Minor units of a currency."""
        return self.appraiser.currencies.get(code).places
