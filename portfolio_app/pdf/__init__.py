"""Writes and reads back the compiled portfolio; only the workroom's child process comes in."""
