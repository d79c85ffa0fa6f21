"""Publishers of exchange rates, one module each: fetch, a pure parse, and metadata."""
