"""A partner's subgraph: photographs and today's queue of the stations that Doorstep knows.

It owns nothing of a station but its id; the gateway asks Doorstep for the rest. Start it with

    .venv/bin/python docs/examples/federation/partner.py --port 8001
"""

import argparse
import hashlib

import strawberry
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route
from strawberry.asgi import GraphQL


@strawberry.federation.type(keys=["id"], description="A station, as the partner who photographs them knows it.")
class Station:
    id: strawberry.ID

    @strawberry.field(description="Addresses of photographs.")
    def photographs(self) -> list[str]:
        return [f"https://photos.partner.example/{self.id}/{number}.jpg" for number in (1, 2)]

    @strawberry.field(description="People who wait there now.")
    def waiting(self) -> int:
        return hashlib.sha256(self.id.encode()).digest()[0] % 12

    @classmethod
    def resolve_reference(cls, id: strawberry.ID) -> "Station":
        return cls(id=id)


@strawberry.type
class Query:
    @strawberry.field(description="Whom to ask about the photographs.")
    def photographer(self) -> str:
        return "partner.example"


schema = strawberry.federation.Schema(query=Query, types=[Station], federation_version="2.7")
app = Starlette(routes=[Route("/graphql", GraphQL(schema))])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8001)
    uvicorn.run(app, host="127.0.0.1", port=parser.parse_args().port, log_level="warning")


if __name__ == "__main__":
    main()
