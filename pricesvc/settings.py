"""Settings: ``PRICESVC_*`` variables, read once, frozen, passed on. A misspelt name refuses to boot."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from pricesvc.core.errors import BadData
from pricesvc.questions import names_of
from pricesvc.sources import DEFAULT_URLS, SOURCES

PREFIX = "PRICESVC_"


def _default_state_dir() -> Path:
    """Where the XDG rules put the state of a program."""
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "pricesvc"


class Settings(BaseSettings):
    """Everything an operator can set. Lists are comma-separated."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=False)

    host: str = Field(
        "127.0.0.1", description="Address to listen on; anything but loopback asks for API keys or a proxy."
    )
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    workers: int = Field(1, ge=1, le=64, description="Server processes; they share the state directory.")
    state_dir: Path = Field(
        default_factory=_default_state_dir,
        description="Where fetched rates are kept; `~/.local/state/pricesvc` if unset.",
    )
    sources: Annotated[tuple[str, ...], NoDecode] = Field(
        tuple(SOURCES),
        description="Publishers to ask, in order; empty means offline: only what is embedded and in the state directory.",
    )
    ecb_url: str = Field(DEFAULT_URLS["ecb"], description="Base URL of the European Central Bank or a mirror.")
    frankfurter_url: str = Field(DEFAULT_URLS["frankfurter"], description="Base URL of a Frankfurter service.")
    currency_api_url: str = Field(
        DEFAULT_URLS["currency_api"], description="Base URL of the CDN that carries currency-api."
    )
    currency_api_fallback_url: str = Field(
        DEFAULT_URLS["currency_api_fallback"],
        description="Second host of currency-api; `{date}` is the day or `latest`.",
    )
    hmrc_url: str = Field(DEFAULT_URLS["hmrc"], description="Base URL of HMRC's monthly rates.")
    us_treasury_url: str = Field(DEFAULT_URLS["us_treasury"], description="Base URL of the US Treasury's rates.")
    un_url: str = Field(DEFAULT_URLS["un"], description="Base URL of the UN operational rates.")
    regimes_dir: Path | None = Field(None, description="A directory of your own regimes (TOML), beside those shipped.")
    api_keys: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        (), description="Keys callers must send as `Authorization: Bearer`."
    )
    api_keys_file: Path | None = Field(
        None, description="A file with one key a line, for keys that must not be in a variable."
    )
    rate_limit: str | None = Field(
        None,
        description="Requests a key, or an address without one, may make: `600/minute`; each server process counts by itself.",
    )
    to: Annotated[tuple[str, ...], NoDecode] = Field(
        ("USD",), description="Currencies to convert to when a request names none."
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Origins whose pages may call the API; none by default."
    )
    max_body: int = Field(16_777_216, ge=1024, description="Bytes a request body may have.")
    max_stream: int = Field(
        1_073_741_824,
        ge=1024,
        description="Bytes a streamed body (CSV, NDJSON) may have; while it is answered it waits in the temporary directory.",
    )
    max_items: int = Field(10_000, ge=1, description="Items a JSON batch may have.")
    max_stale_days: int = Field(
        7, ge=0, description="Days the last good table may answer for when no publisher can be asked."
    )
    log_format: Literal["console", "json"] = Field(
        "console", description="`console` for people, `json` for collectors."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="The least level that is logged."
    )

    @field_validator("sources", "api_keys", "to", "cors_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Read ``a,b`` as two entries."""
        return names_of(value) if isinstance(value, str) else value

    def keys(self) -> tuple[str, ...]:
        """Every API key, from the variable and from the file.

        Raises:
            BadData: when the file cannot be read or holds no key: the service must not be open by mistake.
        """
        given = [key.get_secret_value() for key in self.api_keys]
        if self.api_keys_file is None:
            return tuple(given)
        try:
            lines = self.api_keys_file.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            lines = []
        found = [line.strip() for line in lines if line.strip()]
        if not found:
            raise BadData(f"{PREFIX}API_KEYS_FILE holds no key that can be read.", variable=f"{PREFIX}API_KEYS_FILE")
        return (*given, *found)

    def is_open(self) -> bool:
        """Whether anybody in the network may ask: beyond loopback, and without keys."""
        try:
            beyond = not ip_address(self.host).is_loopback
        except ValueError:
            beyond = self.host != "localhost"
        return beyond and not self.keys()


def refuse_unknown(environ: Mapping[str, str]) -> None:
    """Refuse to boot on a ``PRICESVC_*`` variable that is no setting.

    Raises:
        BadData: naming the variable and the nearest setting.
    """
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise BadData(f"{name} is not a setting of pricesvc.{hint}", variable=name, nearest=near)


def load_settings(environ: Mapping[str, str] | None = None, **overrides: object) -> Settings:
    """Read the settings from the environment; ``overrides`` (the command line's options) win.

    Raises:
        BadData: for a name that is no setting, or a value that makes no sense; it never repeats the value.
    """
    refuse_unknown(os.environ if environ is None else environ)
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        variable = PREFIX + str(first["loc"][0]).upper()
        raise BadData(f"{variable}: {first['msg'].removeprefix('Value error, ')}.", variable=variable) from None
