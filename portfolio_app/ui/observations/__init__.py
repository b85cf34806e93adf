"""Observations: asked of somebody, sent, returned, checked, attached; and statements to sign."""
