"""What a completion is worth: named rewards over the judge's verdicts."""
