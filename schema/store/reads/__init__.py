"""The reading side of the store: the only SQL that answers questions. Start at `reader`."""
