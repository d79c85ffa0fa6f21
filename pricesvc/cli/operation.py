"""Starting the service and asking whether it is well."""

from __future__ import annotations

from contextlib import closing, suppress
from http import HTTPStatus
from importlib import import_module
from signal import SIGTERM, signal
from typing import Final

import click

from pricesvc.about import __version__
from pricesvc.cli.running import refusing

APP: Final = "pricesvc.web.app:create_app"
"""What uvicorn serves: the command line knows the web by its name only."""

_EVERY: Final = {"": "localhost", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - read, not bound
"""Where somebody answers who listens on every address."""

HEADS: Final = "pricesvc.web.heads:Heads"
"""How uvicorn reads a connection."""


@click.command()
@click.option("--host", help="Address to listen on; default PRICESVC_HOST or 127.0.0.1.")
@click.option("--port", type=int, help="Port to listen on; default PRICESVC_PORT or 8000.")
@click.option("--workers", type=int, help="Server processes; default PRICESVC_WORKERS or 1.")
@refusing
def serve(host: str | None, port: int | None, workers: int | None) -> None:
    """Start the REST service and its page.

    \b
    pricesvc serve --port 9000
    PRICESVC_SOURCES= pricesvc serve     # offline: embedded rates only
    """
    signal(SIGTERM, _end)
    from pricesvc.late import uncollected  # noqa: PLC0415 - here and below: other commands, and --help, need none
    from pricesvc.settings import load_settings  # noqa: PLC0415

    settings = load_settings(host=host, port=port, workers=workers)
    click.echo(f"pricesvc {__version__} on http://{settings.host}:{settings.port}", err=True)
    if settings.is_open():
        click.echo("Anybody who reaches this address may ask: no API keys are set (PRICESVC_API_KEYS).", err=True)
    if settings.regimes_dir is not None:
        from pricesvc.compose import appraiser  # noqa: PLC0415

        _ = appraiser(settings.regimes_dir).judge  # a fault is told here in a line, not in the server's traceback
    with uncollected():
        import uvicorn  # noqa: PLC0415

        if settings.workers == 1:
            import_module(APP.partition(":")[0])
    uvicorn.run(
        APP,
        factory=True,
        http=HEADS,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,  # anybody on this machine could say that he is somebody else
        timeout_graceful_shutdown=30,
    )


def _end(*_: object) -> None:
    """End well when asked to, while starting too: process 1 of a container is deaf to a signal that it has no word for."""
    raise SystemExit(0)


@click.command()
@refusing
def health() -> None:
    """Ask the running service whether it is ready; the exit code says so (for containers).

    \b
    pricesvc health
    PRICESVC_PORT=8080 pricesvc health
    """
    from http.client import HTTPConnection, HTTPException  # noqa: PLC0415

    from pricesvc.settings import load_settings  # noqa: PLC0415

    settings = load_settings()
    host = _EVERY.get(settings.host, settings.host)
    with suppress(OSError, HTTPException), closing(HTTPConnection(host, settings.port, timeout=2)) as connection:
        connection.request("GET", "/readyz")  # straight: a proxy that is set for the publishers does not lead here
        if connection.getresponse().status == HTTPStatus.OK:
            click.echo("ready")
            return
    raise click.ClickException(f"pricesvc does not answer on {host}, port {settings.port}.")
