"""Texts in, prices and things out. Pure: the words it knows are given to it."""
