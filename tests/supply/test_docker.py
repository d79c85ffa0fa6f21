"""The image, by its recipe: what an operator relies on without building it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from pricesvc.settings import PREFIX, Settings

DOCKER = Path(__file__).parents[2] / "docker"
RECIPE = re.sub(r"\\\n\s*", " ", (DOCKER / "Dockerfile").read_text("utf-8"))
FINAL = RECIPE[RECIPE.rindex("FROM ") :]


def said(instruction: str) -> list[str]:
    """The arguments of an instruction in the image that runs."""
    return re.findall(rf"^{instruction} (.*)$", FINAL, re.MULTILINE)


def test_numeric_user_without_rights() -> None:
    """An orchestrator can check that it is not root; the state directory belongs to it."""
    (user,) = said("USER")
    uid, gid = map(int, user.split(":"))
    assert uid >= 1000
    assert gid >= 1000
    assert f"-o {uid} -g {gid} /var/lib/pricesvc" in FINAL


def test_exec_form() -> None:
    """The process itself gets the signals, not a shell round it."""
    (entry,), (command,), (health,) = said("ENTRYPOINT"), said("CMD"), said("HEALTHCHECK")
    assert [*json.loads(entry), *json.loads(command)] == ["pricesvc", "serve"]
    assert json.loads(health[health.index("[") :]) == ["pricesvc", "health"]
    assert said("STOPSIGNAL") == ["SIGTERM"]


def test_installed_by_hash_in_another_stage() -> None:
    """What runs has no tools to build with; what is installed is pinned."""
    assert "--require-hashes -r requirements.lock" in RECIPE
    assert "COPY --from=build" in FINAL
    assert "pip install" not in FINAL
    assert len(re.findall(r"^FROM ", RECIPE, re.MULTILINE)) == 2


def test_settings_exist() -> None:
    """Every variable that the image and the composition set is a setting."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    texts = RECIPE + (DOCKER / "compose.yaml").read_text("utf-8")
    assert set(re.findall(rf"\b{PREFIX}[A-Z_]+(?=[=:])", texts)) <= known


def test_nothing_secret_is_sent_to_the_builder() -> None:
    """The builder gets the files that the recipe copies, and no others."""
    ignored = (DOCKER / "Dockerfile.dockerignore").read_text("utf-8").split()
    assert ignored[0] == "*"
    copied = {name for line in re.findall(r"^COPY (?!--)(.*)$", RECIPE, re.MULTILINE) for name in line.split()[:-1]}
    assert copied == {line.removeprefix("!") for line in ignored if line.startswith("!")}


def test_least_rights_in_the_composition() -> None:
    """Read-only, without capabilities, on loopback only."""
    text = (DOCKER / "compose.yaml").read_text("utf-8")
    for wanted in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true", '"127.0.0.1:8000:8000"'):
        assert wanted in text


def test_the_proxy_leaves_the_bounds_of_bodies_to_the_service() -> None:
    """Streams pass as they arrive, and what is too large is refused in a problem, not by a page of the proxy."""
    lines = (DOCKER / "nginx.conf").read_text("utf-8").split("\n")
    told = dict(line.strip().removesuffix(";").split(" ", 1) for line in lines if line.endswith(";"))
    assert told["client_max_body_size"] == "0"
    assert told["proxy_request_buffering"] == told["proxy_buffering"] == "off"
