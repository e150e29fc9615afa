"""The graph, HTTP, the command line and the nightly run: the only room that composes the others."""
