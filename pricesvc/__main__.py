"""``python -m pricesvc``."""

from pricesvc.cli import main

main()
