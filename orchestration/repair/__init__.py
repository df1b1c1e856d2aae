"""Find damaged records of a lake, and rebuild them from the other records."""
