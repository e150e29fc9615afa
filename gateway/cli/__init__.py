"""The command `doorstep`: one module a command, assembled in `gateway.cli.app`."""
