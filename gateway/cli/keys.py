"""`doorstep keys`: the keys of agencies and operators."""

from datetime import datetime, timedelta

import typer

from gateway.cli.house import in_house
from gateway.cli.output import AsJson, err, print_json, print_rows
from gateway.graph.viewer import ADMIN, CONTACT_READ, SCOPES
from gateway.installation import now_in_china
from schema.store import keys as store
from schema.store.keys import ApiKey

app = typer.Typer(help="List, create and revoke API keys.", invoke_without_command=True)

COLUMNS = ("key", "name", "agency", "scopes", "created", "expires", "revoked", "last used")
Scope = typer.Option([], "--scope", help=f"What it may do; repeat for more: {', '.join(SCOPES)}.")
Agency = typer.Option(None, "--agency", help="Whose key it is: it works on this agency's own sources only.")
Name = typer.Option(None, "--name", help="What people call it; default: its agency.")
Days = typer.Option(None, "--days", min=1, max=3650, help="Good for so many days; default: until it is revoked.")


@app.callback()
def keys(context: typer.Context, as_json: bool = AsJson) -> None:
    """List the keys: whose, what they may do, when they were last used. No key itself is ever shown again."""
    if context.invoked_subcommand is None:
        rows = [row_of(each) for each in in_house(lambda house: store.listing(house.database))]
        if as_json:
            print_json(rows)
        elif rows:
            print_rows(rows, COLUMNS)
        else:
            err.print("no key yet: doorstep keys create --agency AGENCY --scope sources:write")


@app.command()
def create(
    agency: str | None = Agency,
    scopes: list[str] = Scope,
    name: str | None = Name,
    days: int | None = Days,
    as_json: bool = AsJson,
) -> None:
    """Make a key and print it, this once: it is kept as a hash only."""
    unknown = [each for each in scopes if each not in SCOPES]
    if unknown or not scopes:
        raise typer.BadParameter(f"takes {', '.join(SCOPES)}", param_hint="--scope")
    if agency is None and not set(scopes) <= {ADMIN, CONTACT_READ}:
        raise typer.BadParameter("whose? Only admin and contact:read need no agency", param_hint="--agency")
    now = now_in_china()
    expires = now + timedelta(days=days) if days else None
    text, made = in_house(
        lambda house: store.create(
            house.database, name=name or agency or "administrator", agency=agency, scopes=scopes, now=now,
            expires_at=expires,
        )
    )  # fmt: skip
    if as_json:
        print_json({"id": made.id, "key": text, "agency": agency, "scopes": sorted(made.scopes)})
        return
    print(text)
    err.print(f"key {made.id}: keep it now, it is not shown again. Send it as  Authorization: Bearer {text[:8]}…")


@app.command()
def revoke(key: int = typer.Argument(help="The number that `doorstep keys` lists.")) -> None:
    """End a key; gateways stop taking it within two seconds."""
    in_house(lambda house: store.revoke(house.database, key, house.now()))
    err.print(f"key {key} is revoked")


def row_of(key: ApiKey) -> dict[str, object]:
    return {
        "key": key.id,
        "name": key.name,
        "agency": key.agency,
        "scopes": " ".join(sorted(key.scopes)),
        "created": _day(key.created_at),
        "expires": _day(key.expires_at),
        "revoked": _day(key.revoked_at),
        "last used": key.last_used_at.isoformat(timespec="minutes") if key.last_used_at else None,
    }


def _day(at: datetime | None) -> str | None:
    return at.date().isoformat() if at else None
