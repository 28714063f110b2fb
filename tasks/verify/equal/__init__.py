"""Whether two answers are the same: normal forms, exact values, structures."""
