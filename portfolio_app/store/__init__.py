"""Remembers: one encrypted database, a vault of encrypted files, the keys.

Services come in anywhere; ui only through ``queries``.
"""
