"""pricesvc: what a reported value is worth, on that day, by whose rate, and whether that is luxury."""

__version__ = "0.1.0"
