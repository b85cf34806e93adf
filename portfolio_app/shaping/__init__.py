"""Turns words of any script into shapes of our fonts: order, joins, marks. For pdf and documents.

It knows fonts and letters, and no PDF library: each room puts the shapes into its own files.
"""
