"""From raw rows to a training mixture: every row kept, dropped or quarantined with a reason."""
