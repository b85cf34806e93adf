"""Home: what to do now. Other areas are reached by ``workspace.go(place)``, never by import."""
