"""The command line ``kolokasi``. Commands that need no database import no Django."""

import sys


def main() -> int:
    sys.stderr.write("belum ada\n")
    return 2
