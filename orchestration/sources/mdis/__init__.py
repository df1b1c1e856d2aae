"""Microdata of the census (MDIS): one row per establishment, counted into cells."""
