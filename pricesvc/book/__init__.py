"""The cached exchange-rate client: fresh, shared flight, stale, cooling down, refused."""

from pricesvc.book.book import Book
from pricesvc.book.needs import Need
from pricesvc.book.refusals import Limits
from pricesvc.book.shelves import Pacing, RefusedTable, SourceStatus
from pricesvc.book.state import State

__all__ = ["Book", "Limits", "Need", "Pacing", "RefusedTable", "SourceStatus", "State"]
