"""The only reader of ``data/``: reviewed TOML rows in, typed tables out."""
