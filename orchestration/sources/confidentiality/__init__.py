"""Disclosure control of cells that were not published before: primary and secondary suppression."""
