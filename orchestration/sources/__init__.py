"""Where data come from: one declaration (YAML) a data set, one client a provider."""
