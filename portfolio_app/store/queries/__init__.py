"""Every question to the database, one module a noun, each answered with frozen domain values."""
