"""One record per problem, intervals over them, and the gate."""
