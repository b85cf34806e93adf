"""Reads what comes back: codes, answers, marks, and how it differs from what went out.

Nothing in a returned file is executed, fetched or trusted.
"""
