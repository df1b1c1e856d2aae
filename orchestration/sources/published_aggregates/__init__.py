"""Published aggregates of the pension file: sums with a publication threshold."""
