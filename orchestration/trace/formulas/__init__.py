"""The formulas in Python that recompute the numbers of a mart: one module per subject."""
