"""Two taxonomies compared: by the pages, and by `smartcity taxonomy diff`."""
