"""The work itself: plain Python that reads and writes paths. No Prefect, MLflow, DVC or network here."""
