"""A source described in one YAML file, without code: where it is, how its pages follow, what its records are."""
