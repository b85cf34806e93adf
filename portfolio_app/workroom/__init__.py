"""The workroom: a child process that does everything with files we did not write.

``host`` is the door: services start and call a Workroom. ``child`` runs on the other side and is
the only module that imports ``documents`` and ``pdf``. Both speak ``frames``.
"""
