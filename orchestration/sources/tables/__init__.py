"""Tables in files, of any provider: CSV, archives, broken bytes."""
