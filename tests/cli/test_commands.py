"""The command line: every command as a person would give it, offline."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from pricesvc.cli import main

Command = Callable[..., Result]

REPORT = "A dealer shipped a Lexus worth 10 million yen ($700,000) and a watch worth about $1,185."


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Run one command in an environment of its own."""
    variables = {"PRICESVC_SOURCES": "", "PRICESVC_STATE_DIR": str(tmp_path / "state"), "COLUMNS": "160"}

    def run(*arguments: str, stdin: str | None = None, **more: str) -> Result:
        return CliRunner(env={**variables, **more}).invoke(main, arguments, input=stdin)

    return run


def every_command(group: click.Group = main, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words that name each command."""
    context = click.Context(group)
    for name in group.list_commands(context):
        one = group.get_command(context, name)
        assert one is not None
        if isinstance(one, click.Group):
            yield from every_command(one, (*path, name))
        else:
            yield (*path, name)


@pytest.mark.parametrize("path", [*every_command()], ids=" ".join)
def test_help_shows_an_example(command: Command, path: tuple[str, ...]) -> None:
    """A person learns a command from one line that works."""
    told = command(*path, "--help")
    assert told.exit_code == 0
    if path not in {("health",), ("rates", "sources")}:
        assert f"pricesvc {' '.join(path)}" in told.output.partition("\n")[2]


@pytest.mark.parametrize(
    ("sources", "others"),
    [("un,hmrc", "there are un, hmrc."), ("", "there is none.")],
)
def test_a_publisher_that_is_not_asked_is_refused(command: Command, sources: str, others: str) -> None:
    """With those that are."""
    told = command("rates", "refresh", "ecb", PRICESVC_SOURCES=sources)
    assert told.exit_code == 2
    assert f"There is no source 'ecb' here; {others} [unknown-source]" in told.output


def test_offline_there_is_nobody_to_ask(command: Command) -> None:
    """It is said, and what is held is shown."""
    told = command("rates", "refresh")
    assert told.exit_code == 0
    assert "No publisher is asked: PRICESVC_SOURCES names none." in told.output
    assert "ecb" in told.stdout


def test_an_item_in_one_line(command: Command) -> None:
    """The line, then a sentence for each verdict."""
    told = command("normalize", "¥10M Lexus", "--on", "2023-12-07", "--regimes", "eu-dprk")
    assert told.output.splitlines()[0] == (
        "¥10M Lexus · USD 68,965.30 (ECB 2023-12-07) · luxury: over EU DPRK limit EUR 10,000"
    )
    assert "rule 17" in told.output


def test_json_is_the_answer_of_the_api(command: Command) -> None:
    """Amounts are text there too, and the snapshot is named."""
    told = command("normalize", "¥10M Lexus", "--on", "2023-12-07", "--regimes", "eu-dprk", "--json")
    body = json.loads(told.output)
    assert body["conversions"][0]["amount"] == "68965.30"
    assert set(body["snapshot"]) >= {"rates", "regimes"}


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("10000000", "JPY", "--on", "2023-12-09"), "10000000 JPY · USD 69,292.10 (ECB 2023-12-08, weekend)"),
        (("1.000,50 €", "--to", "EUR", "--on", "2023-12-07"), "1.000,50 € · EUR 1,000.50 (same currency)"),
        (("100 USD", "--to", "EUR", "--on", "2023-12"), "100 USD · EUR 91.73 (mean of 19 days, 89.98–92.96)"),
        (("10000000", "JPY", "--to", "EUR", "--on", "2023-12-07", "--basis", "eu-customs"), "EUR 61,633.28"),
    ],
)
def test_a_conversion_in_one_line(command: Command, arguments: tuple[str, ...], line: str) -> None:
    """Amounts as they are given, days, months, purposes."""
    assert line in command("convert", *arguments).output


def test_a_conversion_judges_nothing(command: Command) -> None:
    """A regime that is named there is refused, not ignored."""
    told = command("convert", "100 USD", "--regimes", "eu-dprk")
    assert told.exit_code == 2
    assert "No such option" in told.stderr


def test_a_currency_without_a_rate_is_named_in_the_line(command: Command) -> None:
    """The worth is not left out in silence."""
    told = command("normalize", "RUB 30,000 boots", "--to", "USD,RUB", "--on", "2024-05-03", "--regimes", "eu-russia")
    assert told.stdout.splitlines()[0] == (
        "RUB 30,000 boots · RUB 30,000.00 (same currency) · no USD (rate-suspended) · luxury: undetermined in EU Russia"
    )


@pytest.mark.parametrize(
    ("item", "regimes", "said"),
    [
        ("something for $300", (), ("something for $300 · USD 300.00 (same currency) · luxury: undetermined, what it is, is not known\n"
         "  Note: What the thing is, is not known, so that no list says anything of it: tell its category or its hs.")),
        ("a toy car for $300", (), "a toy car for $300 · USD 300.00 (same currency) · luxury: on no list in force"),
        ("something for $300", ("--regimes", ""), "something for $300 · USD 300.00 (same currency)"),
    ],
)  # fmt: skip
def test_silence_of_the_lists_is_told(command: Command, item: str, regimes: tuple[str, ...], said: str) -> None:
    """Unless nobody asked them."""
    assert command("normalize", item, "--on", "2023-12-07", *regimes).stdout == f"{said}\n"


def test_a_list_says_the_same_once(command: Command) -> None:
    """However many of its rules say it, and the sentences below tell which."""
    told = command("normalize", "¥10M Lexus", "--on", "2023-12-07", "--target", "KP", "--kind", "sanction").stdout
    said = told.splitlines()[0].partition("luxury: ")[2].split("; ")
    assert said.count("any value in UN DPRK") == 1
    assert len([line for line in told.splitlines() if " of un-dprk " in line]) > 1
    assert all(one.partition(" limit ")[0].endswith("DPRK") for one in said)


def test_a_report_from_a_file_and_from_a_pipe(command: Command, tmp_path: Path) -> None:
    """Both ways give the same table, and the check of the bracket."""
    (tmp_path / "report.txt").write_text(REPORT, "utf-8")
    from_file = command("extract", str(tmp_path / "report.txt"), "--on", "2023-12-07", "--regimes", "eu-dprk")
    from_pipe = command("extract", "--on", "2023-12-07", "--regimes", "eu-dprk", stdin=REPORT)
    assert from_file.output == from_pipe.output
    assert "10 million yen" in from_file.output
    assert "10 million yen and $700,000: off-by-10x" in from_file.output


def test_a_report_without_a_price_says_so(command: Command) -> None:
    """For a person; a program gets an empty list."""
    told = command("extract", stdin="Nothing of worth.")
    assert (told.exit_code, told.stdout) == (0, "")
    assert "No price is read in it" in told.stderr
    assert json.loads(command("extract", "--json", stdin="Nothing of worth.").stdout)["items"] == []


def test_a_report_in_another_code_is_refused(command: Command, tmp_path: Path) -> None:
    """Latin-1 is told by its first byte that UTF-8 has not, from a file and from a pipe; a byte order mark is none."""
    (tmp_path / "report.txt").write_bytes("A fur for 5\u00a0000 € or £90".encode("cp1252"))
    told = command("extract", str(tmp_path / "report.txt"))
    assert told.exit_code == 2
    assert "report.txt is not UTF-8 (byte 11 is 0xa0): save it as UTF-8. [invalid-field]" in told.stderr
    (tmp_path / "report.txt").write_bytes(b"\xef\xbb\xbfA fur for $90")
    assert "$90" in command("extract", str(tmp_path / "report.txt"), "--on", "2023-12-07").output


def test_a_known_value_is_judged(command: Command) -> None:
    """By a code of the tariff, with an amount that is exactly the limit."""
    told = command(
        "classify",
        "--hs",
        "8703",
        "--amount",
        "10000",
        "--currency",
        "EUR",
        "--on",
        "2023-12-07",
        "--regimes",
        "eu-dprk",
    )
    assert "under EU DPRK limit EUR 10,000" in told.output


def test_what_would_settle_it_is_asked_and_answered(command: Command) -> None:
    """The question stands behind the sentence, and a fact answers it."""
    asked = (
        "classify",
        "watch",
        "--amount",
        "900000",
        "--currency",
        "JPY",
        "--on",
        "2024-05-07",
        "--regimes",
        "jp-russia",
    )
    assert "Is its case, or the part itself, of precious metal? (fact precious_case)" in command(*asked).stdout
    told = command(*asked, "--facts", "precious_case:true").stdout
    assert "over JP Russia limit JPY 40,000" in told
    assert "?" not in told


def test_goods_names_its_evidence(command: Command) -> None:
    """What counted with a plus."""
    told = command("goods", "black coat by Dior")
    assert told.output.startswith("apparel_shoes (high)")
    assert "+ 'coat': type en.coat" in told.output
    assert "passenger_vehicles" in command("goods", "--categories").output
    assert command("goods", "toy car").output.startswith("none, nothing that a luxury list knows (high)\n")
    assert command("goods", "xyzzy").output == "unknown (no evidence)\n"


def test_rates_of_a_day(command: Command) -> None:
    """A table for people, the answer of the API for programs."""
    assert "145.0004642" in command("rates", "show", "USD", "--symbols", "JPY", "--on", "2023-12-07").output
    told = command("rates", "show", "USD", "--symbols", "JPY", "--on", "2023-12-07", "--json")
    assert json.loads(told.output)["rates"]["JPY"]["legs"][1]["rate"] == "156.18"


def test_sources_say_how_they_are(command: Command) -> None:
    """Offline, the embedded history is all there is."""
    assert "ecb" in command("rates", "sources").output
    assert json.loads(command("rates", "sources", "--json").output)["sources"][0]["key"] == "ecb"


def test_regimes_are_listed_and_shown(command: Command) -> None:
    """Those of a kind and target, and one on a day."""
    listed = command("regimes", "list", "--kind", "sanction", "--target", "KP").output
    assert {line.split()[0] for line in listed.splitlines()} >= {"eu-dprk", "un-dprk", "us-dprk"}
    assert "au-luxury-car-tax" not in listed
    assert command("regimes", "list", "--kind", "sanction", "--target", "kp").output == listed
    assert "au-luxury-car-tax           1 rule   Australia" in command("regimes", "list").output
    told = json.loads(command("regimes", "list", "--target", "KP", "--json").output)["regimes"]
    assert [law["id"] for law in told] == [line.split()[0] for line in listed.splitlines()]
    assert "> EUR 10,000 per item" in command("regimes", "show", "eu-dprk", "--on", "2023-12-07").output


def test_a_regime_is_shown_with_what_to_know_on_the_day(command: Command) -> None:
    """Until the day that the remark ends on."""
    remark = "Remark: the ban takes effect on 2022-07-17"
    for day, stands in (("2022-05-18", True), ("2022-07-16", True), ("2022-07-17", False)):
        assert (remark in command("regimes", "show", "ca-russia", "--on", day).output) is stands
    told = json.loads(command("regimes", "show", "eu-russia", "--on", "2024-01-05", "--json").output)["remarks"]
    assert {"since": "2023-06-24", "until": None, "unlisted": False}.items() <= told[0].items()
    assert told[0]["hs"] == ["8703", "8903"]


def test_an_own_policy_is_listed(command: Command, tmp_path: Path) -> None:
    """The README's regime is of a kind that none of those shipped has."""
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    (tmp_path / "newsroom.toml").write_text(readme.partition("```toml\n")[2].partition("```")[0], "utf-8")
    listed = command("regimes", "list", "--kind", "policy", PRICESVC_REGIMES_DIR=str(tmp_path)).output
    assert [line.split()[:2] for line in listed.splitlines()] == [["newsroom", "1"]]


def test_an_own_regime_is_checked(command: Command, tmp_path: Path) -> None:
    """A fault is named with its file, rule and reason; the exit code tells a script."""
    path = tmp_path / "house.toml"
    path.write_text('id = "house"\ntitle = "House rules"\n', "utf-8")
    told = command("regimes", "check", str(path))
    assert told.exit_code == 1
    assert "house.toml" in told.output
    assert "instrument is missing" in told.output


@pytest.mark.parametrize(
    ("arguments", "code", "hint"),
    [
        (("convert", "100", "EURO"), "invalid-currency", ""),
        (("convert", "100", "EUX"), "unknown-currency", "EUR. ["),
        (("convert", "¥10M and $5"), "several-prices", ""),
        (("convert", "1 EUR", "--on", "2023-02-31"), "invalid-day", ""),
        (("convert", "1 EUR", "--on", "1998-01-01"), "", "1999"),
        (("normalize", "Lexus"), "no-price", ""),
        (("normalize", "¥10M Lexus", "--regimes", "eu-dpkr"), "unknown-regime", "Nearest: eu-dprk"),
        (("regimes", "show", "eu-dpkr"), "unknown-regime", "eu-dprk"),
        (("regimes", "list", "--target", "ZZ"), "invalid-field", "target is one of BY, KP"),
        (("regimes", "list", "--kind", "policy"), "invalid-field", "kind is one of sanction, tax"),
    ],
)
def test_a_refusal_teaches(command: Command, arguments: tuple[str, ...], code: str, hint: str) -> None:
    """One line on standard error, exit code 2, the code of the problem, no traceback."""
    told = command(*arguments)
    assert told.exit_code == 2
    assert told.stderr.startswith("Error: ")
    assert code in told.stderr
    assert hint in told.stderr
    assert isinstance(told.exception, SystemExit)


def test_a_misspelt_setting_refuses_to_boot(command: Command) -> None:
    """And names the nearest."""
    told = command("normalize", "¥10M Lexus", PRICESVC_SORCES="ecb")
    assert told.exit_code == 2
    assert "PRICESVC_SORCES" in told.stderr
    assert told.stderr.count("PRICESVC_SOURCES") == 1


def test_health_without_a_service(command: Command) -> None:
    """A container that does not answer is not healthy."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
        told = command("health", PRICESVC_PORT=port)
    assert told.exit_code == 1
    assert port in told.stderr


def test_health_of_a_running_service(command: Command, server: str) -> None:
    """Asked where the settings say that it listens."""
    told = command("health", PRICESVC_PORT=server.rsplit(":", 1)[1])
    assert (told.exit_code, told.output) == (0, "ready\n")


def test_serving_a_law_that_makes_no_sense(command: Command, tmp_path: Path) -> None:
    """The file and the reason, in a line, before anything listens."""
    (tmp_path / "own.toml").write_text('id = "own"\n', "utf-8")
    told = command("serve", "--port", "0", PRICESVC_REGIMES_DIR=str(tmp_path))
    assert told.exit_code == 2
    assert "Error: own.toml: instrument is missing." in told.stderr
