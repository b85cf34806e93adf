"""The same verbs without a window: what is typed comes in here, what is printed goes out here."""
