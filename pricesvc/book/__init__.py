"""The cached exchange-rate client: fresh, shared flight, stale, cooling down, refused."""

from pricesvc.book.book import Book
from pricesvc.book.needs import Need
from pricesvc.book.shelves import Pacing, RefusedTable, SourceStatus
from pricesvc.book.state import State
from pricesvc.book.trials import Limits

__all__ = ["Book", "Limits", "Need", "Pacing", "RefusedTable", "SourceStatus", "State"]
