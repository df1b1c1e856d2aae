"""Which pages there are and what stands on each."""
