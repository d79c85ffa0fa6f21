"""pricesvc: what a reported value is worth, on that day, by whose rate, and whether that is luxury.

>>> import pricesvc
>>> item = pricesvc.normalize("¥10M Lexus", to=["USD"], on="2023-12-07", regimes=["eu-dprk"])
>>> item["conversions"][0]["amount"], item["verdicts"][0]["verdict"]
('68965.30', 'over')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pricesvc.about import __version__

if TYPE_CHECKING:
    from pricesvc.frames import normalize_frame
    from pricesvc.offline import classify, convert, extract, normalize

__all__ = ["__version__", "classify", "convert", "extract", "normalize", "normalize_frame"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - what a module's attribute is, only the module knows
    """Load the use cases when they are first asked for: importing pricesvc costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pricesvc import frames, offline  # noqa: PLC0415

    return getattr(frames if name == "normalize_frame" else offline, name)
