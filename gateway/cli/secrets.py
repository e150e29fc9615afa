"""`doorstep secrets`: what sources sign with. Written only, kept encrypted, sent to one host alone."""

import sys

import typer

from gateway.cli.house import in_house
from gateway.cli.output import AsJson, err, fail, print_json, print_rows
from schema.problems import Problem

app = typer.Typer(help="Set, list and remove the secrets of sources.", no_args_is_help=True)

Name = typer.Argument(help="The name by which configs refer to it: {secret: NAME}.")
Agency = typer.Option(None, "--agency", help="The agency whose sources may use it.")
Source = typer.Option(None, "--source", help="The source that may use it, where no agency owns it.")
Host = typer.Option(..., "--host", help="The one host that it may be sent to, such as hr.example.cn.")


@app.command("set")
def set_(name: str = Name, host: str = Host, agency: str | None = Agency, source: str | None = Source) -> None:
    """Keep a secret, typed in or read from standard input. Nobody can read it again."""
    owner = _owner(agency, source)
    value = typer.prompt("secret", hide_input=True) if sys.stdin.isatty() else sys.stdin.read().strip()
    if not value:
        raise typer.BadParameter("type it in, or give it on standard input", param_hint="secret")
    try:
        in_house(lambda house: house.vault.set(owner, name, host, value))
    except ValueError:
        fail(MALFORMED)
    err.print(f"{name} is set; it is sent to {host} only")


@app.command("list")
def list_(agency: str | None = Agency, source: str | None = Source, as_json: bool = AsJson) -> None:
    """The names of an agency's or a source's secrets, and the host of each."""
    owner = _owner(agency, source)
    hosts = in_house(lambda house: house.vault.hosts(owner))
    rows = [{"name": name, "host": host} for name, host in hosts.items()]
    print_json(rows) if as_json else print_rows(rows, ("name", "host"))


@app.command()
def remove(name: str = Name, agency: str | None = Agency, source: str | None = Source) -> None:
    """Forget a secret."""
    owner = _owner(agency, source)
    if not in_house(lambda house: house.vault.remove(owner, name)):
        fail(Problem("SECRET_UNKNOWN", f"没有名为 {name} 的密钥", f"there is no secret {name}", ("name",)))
    err.print(f"{name} is removed")


def _owner(agency: str | None, source: str | None) -> str:
    if (agency is None) == (source is None):
        raise typer.BadParameter("give one of the two: --agency or --source", param_hint="--agency")
    return agency or source or ""


MALFORMED = Problem(
    "SECRET_MALFORMED",
    "密钥要有名称（字母开头，可含数字、_ . -，最多 64 个字符）和它要发往的主机，如 hr.example.cn。",
    "A secret needs a name (a letter first, then letters, digits, _ . -, 64 at most) and a host such as hr.example.cn.",
    ("name",),
)
