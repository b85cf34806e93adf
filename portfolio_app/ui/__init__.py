"""Qt, and only here: the shell around areas that do not know each other, and the kit below them."""
