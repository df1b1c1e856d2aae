"""Microdata of the census (MDIS): one row per establishment, aggregated to cells."""
