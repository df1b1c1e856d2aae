"""The findings of the pages, one module a subject."""
