"""What publishers call currencies, read from ``data/sources/<publisher>.toml``."""

from __future__ import annotations

from functools import cache

from pricesvc.catalog.toml import DATA, day, matching, text, toml_file
from pricesvc.core.labels import Label, Labels


@cache
def labels(source: str) -> Labels:
    """The labels of a publisher; none when it has no file, because it writes ISO codes only.

    Raises:
        BadData: when the file breaks its schema, or a row has no source to rest on.
    """
    path = DATA / "sources" / f"{source}.toml"
    if not path.exists():
        return Labels()
    rows: list[Label] = []
    with toml_file(path) as file:
        default = file.required("source", text)
        for row in file.rows("label"):
            row.optional("source", text, default)
            code = row.required("code", matching("[A-Z]{3}"))
            since, until = row.optional("since", day), row.optional("until", day)
            if since is not None and until is not None and until <= since:
                row.refuse("until must be after since")
            rows.extend(Label(name, code, since, until) for name in row.required("text", _one_or_more))
    return Labels(rows)


def _one_or_more(value: object) -> tuple[str, ...]:
    return tuple(text(name) for name in value) if isinstance(value, list) and value else (text(value),)
