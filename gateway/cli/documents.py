"""`doorstep documents`: the documents that a gateway with DOORSTEP_DOCUMENTS=trusted answers."""

from pathlib import Path

import typer

from gateway.cli.output import AsJson, err, print_json, print_rows
from gateway.graph.schema import graphql_schema
from gateway.http.documents import sha256_of
from gateway.http.trusted import add_trusted, read_trusted, texts_in
from gateway.settings import Settings, settings_from

app = typer.Typer(help="The documents that are trusted: with DOORSTEP_DOCUMENTS=trusted no other is answered.")

Files = typer.Argument(..., help="Files of GraphQL, or manifests {hash: document} in JSON.")


@app.command()
def add(files: list[Path] = Files, as_json: bool = AsJson) -> None:
    """Trust the documents in these files. All are checked against the schema first; one wrong adds none."""
    documents = [document for file in files for document in texts_in(file)]
    added = add_trusted(_file(settings_from()), documents, graphql_schema())
    if as_json:
        print_json(added)
        return
    print_rows([{"document": name, "sha256": sha256} for name, sha256 in added.items()], ("document", "sha256"))
    err.print("A running gateway takes them in when it is started again.")


@app.command(name="list")
def list_(as_json: bool = AsJson) -> None:
    """List the trusted documents."""
    rows = [{"sha256": sha256_of(text), "begins": text.strip()[:60]} for text in read_trusted(_file(settings_from()))]
    if as_json:
        print_json(rows)
        return
    print_rows(rows, ("sha256", "begins"))


def _file(settings: Settings) -> Path:
    assert settings.documents_file is not None  # Settings fills it in
    return settings.documents_file
