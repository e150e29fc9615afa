"""How the graph is answered over HTTP: /graphql, subscriptions, the IDE, pages, health and metrics."""
