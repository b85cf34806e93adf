"""Reads what people bring: kinds, facts, text with places, and pages; knows no database.

Only the workroom's child process comes in: every file here may be broken, huge or hostile.
"""
