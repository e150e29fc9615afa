"""The night: many sources on many machines, and what the operator reads of it in the morning."""
