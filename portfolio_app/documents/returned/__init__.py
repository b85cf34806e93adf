"""Reads what comes back: codes, answers, marks, and how it differs from what went out.

Decisions D12 and D13, reliability B5. Nothing in a returned file is executed, fetched or trusted.
"""
