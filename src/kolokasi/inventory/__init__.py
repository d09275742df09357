"""What the data centre holds: the register of servers and hosted applications."""
