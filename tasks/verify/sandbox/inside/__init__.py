"""What runs inside the sandbox: the fork server, its locks, and the job. Imports only the standard library.

The fork server starts as a fresh Python that sees this folder and no other part of the project, so these
modules name each other relatively.
"""
