"""Facts and rules of the portfolio: plain Python, frozen values, no files, no database, no Qt."""
