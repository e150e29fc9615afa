"""The graph: its types, arguments and inputs, and who is asking."""
