"""The monthly file of pension workplaces (NPS)."""
