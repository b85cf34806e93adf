"""The Proposal area: the scope, the text, its references, the sign-off."""
