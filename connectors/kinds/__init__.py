"""The kinds of connector that ship with Doorstep, one module each; plugins come through the same entry point."""
