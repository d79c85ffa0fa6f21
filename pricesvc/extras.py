"""The extra that tables need: who calls for it says so where it is missing."""

from __future__ import annotations

from importlib import import_module


def need_bulk() -> None:
    """See that tables can be worked on.

    Raises:
        ImportError: when ``pricesvc[bulk]`` is not installed; says what is missing, and how to get it.
    """
    try:
        for library in ("numpy", "pyarrow"):
            import_module(library)
    except ImportError as error:
        raise ImportError(f"Tables need `pip install 'pricesvc[bulk]'` ({error.name} is missing).") from error
