"""Answering a question with a released model."""
