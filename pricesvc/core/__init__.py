"""The pure floor: money, rates, goods, law. Standard library only; no clock, no I/O, no framework."""
