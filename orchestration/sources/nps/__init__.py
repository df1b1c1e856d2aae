"""The monthly file of workplaces in the national pension (NPS)."""
