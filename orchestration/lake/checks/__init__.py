"""Checks of parsed rows, before they are staged."""
