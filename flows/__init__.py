"""The order of the work: the only room that knows Prefect."""
