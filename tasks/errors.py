"""Errors by whose move fixes them. Each message names the place, the value and the next move."""


class ReasoningError(Exception):
    """A mistake a user can fix. The command line prints its message without a traceback."""


class ConfigError(ReasoningError):
    """A setting is unknown, out of range or contradicts another."""


class DataError(ReasoningError):
    """A file or row is not what its reader expects."""


class ModelError(ReasoningError):
    """A model folder or checkpoint cannot be loaded or does not match its digests."""


class TrainingError(ReasoningError):
    """Training cannot go on: no signal, a NaN loss, no memory."""


class ReleaseError(ReasoningError):
    """A release, promotion or rollback is not possible as asked."""


class BusyError(ReasoningError):
    """Another run holds what this one needs."""


class StepFailedError(ReasoningError):
    """A step's process ended without a finished result."""
