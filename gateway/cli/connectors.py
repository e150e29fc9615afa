"""`doorstep connectors`: the kinds of source that can be connected here."""

from connectors.registry import kinds
from gateway.cli.output import AsJson, err, print_json, print_rows


def connectors(as_json: bool = AsJson) -> None:
    """List the kinds of connector, built in and from plugins; a plugin that fails to import is named."""
    known = kinds()
    rows = [
        {
            "kind": name,
            "from": kind.distribution,
            "reads": kind.summary,
            "problem": kind.reason,
        }
        for name, kind in sorted(known.items())
    ]
    if as_json:
        print_json(rows)
        return
    print_rows(rows, ("kind", "from", "reads", "problem"))
    err.print("Try one on a page:  doorstep preview KIND URL-OR-FILE")
