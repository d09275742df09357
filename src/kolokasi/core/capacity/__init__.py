"""Is there still room? What is asked against what is there: a verdict, explained, without a database."""
