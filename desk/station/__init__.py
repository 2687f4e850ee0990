"""What this desk alone keeps: open visits, scans without an act, slips that wait for the printer."""
