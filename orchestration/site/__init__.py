"""The site: the pages of a release as static HTML, built from its marts."""
