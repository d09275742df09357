"""What stands in the data centre: the register of servers and hosted applications."""
