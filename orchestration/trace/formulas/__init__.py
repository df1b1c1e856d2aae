"""How each number of a mart follows from raw cells: one module a subject, all named in `catalogue`."""
