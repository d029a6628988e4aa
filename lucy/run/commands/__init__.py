"""The commands that need no screen, and how all commands read their line."""
