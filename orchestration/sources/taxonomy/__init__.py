"""Taxonomies as CSV files, bundled or added by users."""
