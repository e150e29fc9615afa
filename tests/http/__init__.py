"""How the graph is answered over HTTP."""
