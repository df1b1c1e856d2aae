"""Checks on arrival: what has to hold before rows of a data set may be staged."""
