"""Writes tables that leave: CSV and XLSX. Knows no database and no window; services may come in."""
