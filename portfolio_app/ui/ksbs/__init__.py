"""KSBs: which are covered and by what, as a map and as a list, and one KSB in full."""
