"""The portfolio desk: a learner's evidence, what it shows, and the one PDF an assessor reads.

The rooms and the doors between them are drawn in README.md, "Map of the house".
"""

__version__ = "0.1.0"
