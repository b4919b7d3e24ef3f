"""The command line: `python -m campaigns COMMAND`, one file a command."""
