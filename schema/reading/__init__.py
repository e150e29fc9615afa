"""Readings: from the words of a posting to values. Pure functions that abstain rather than guess; one module a kind."""
