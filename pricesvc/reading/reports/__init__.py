"""Whole reports: which price is of which thing, and which prices are conversions of one another."""
