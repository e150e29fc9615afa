"""Feeds of data: where their records are, what their keys mean, how their pages follow and how they are signed."""
