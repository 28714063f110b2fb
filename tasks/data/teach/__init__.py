"""Teachers: reasoning of stronger models, kept only where the judge accepts it.

wire      one bounded HTTP request; the only module of tasks that opens a connection
answers   what came back, decoded, or why it is refused
cache     every answer paid for, by the hash of its request; one run at a time
limits    requests and tokens per minute, and the budget
teacher   a request with cache, limits and retries around it
dialogue  what is asked: a trace at once, or in turns of [THOUGHT], [ACTION], [RESULT]
actions   an action run with SymPy in the judge's sandbox
accept    which traces are kept, and why the others are not
distil    the task
"""
