"""The figures of the pages, one module per subject."""
