"""What a procedure can do, played through without a case: every state, every path."""
