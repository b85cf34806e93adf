"""The editor of the proposal: blocks on a QTextDocument, drawn by what they are."""
