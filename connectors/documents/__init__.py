"""Documents of any format as one tree of lines, tables and groups, free of markup."""
