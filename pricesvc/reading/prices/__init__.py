"""Prices in texts: numbers, currencies, what joins two of them, what qualifies one."""
