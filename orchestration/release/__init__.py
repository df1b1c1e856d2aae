"""Releases: built in a separate folder, compared with the last one, published in one step."""
