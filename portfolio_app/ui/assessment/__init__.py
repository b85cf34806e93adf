"""Assessment: compile the bundle, the PDF that an assessor gets."""
