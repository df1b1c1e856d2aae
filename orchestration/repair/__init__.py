"""Finding damaged records of a lake, and bringing them back from the rest of it."""
