"""Generators of problems with provable steps and answers."""
