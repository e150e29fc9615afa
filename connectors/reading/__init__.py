"""Documents into records: tables, lists, key-value blocks, cards, lines and prose, found without selectors."""
