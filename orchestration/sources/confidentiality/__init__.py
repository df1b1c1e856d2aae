"""Disclosure control of cells that we are the first to publish: primary and complementary suppression."""
