"""An SOP's own tests: who does what with which outcome, and what must then be true."""
