"""The analysts' pages of a release: static HTML from its marts. Knows nothing of Dagster."""
