"""How sources are fetched and read: one protocol, one module a kind, one way out (`connectors.fetch`)."""
