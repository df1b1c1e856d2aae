"""The audit of suppressed cells: what the agency's tables and what a release tell about each of them."""
