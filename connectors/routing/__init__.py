"""Routing engines: how long the way by streets takes, asked of a server of the operator's."""
