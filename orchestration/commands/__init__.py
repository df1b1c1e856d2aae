"""The commands of `smartcity`, a module an idea; heavy libraries are imported inside the commands."""
