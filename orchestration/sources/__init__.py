"""Sources: one declaration (YAML) per source, one provider per service or file format."""
