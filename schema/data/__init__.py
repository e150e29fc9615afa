"""Tables that ship with the package, and the scripts that build them: each says its source, licence and vintage."""
