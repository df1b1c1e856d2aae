"""data/v1: files of a release with addresses that stay, for programs and spreadsheets."""
