"""The Evidence area: library, shortlist, bin, and the Reader where passages are marked."""
