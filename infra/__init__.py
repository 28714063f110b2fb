"""Adapters to the outside: settings, tracking, the release ledger, data versions, dispatch. No torch here."""
