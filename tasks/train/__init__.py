"""SFT and RL, each a child process that can be killed and resumed."""
