"""The observer's window: fills in one form, signs it, and shows nothing of any portfolio."""
