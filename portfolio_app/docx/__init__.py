"""Writes Word documents that leave. Knows no database and no window; services may come in."""
