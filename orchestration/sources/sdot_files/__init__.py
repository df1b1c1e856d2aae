"""Weekly and daily files of the city sensors (S-DoT)."""
