"""Runs one side in a process of its own: ``python -m tests.bench.child MODULE:FUNCTION JSON``."""

import importlib
import json
import sys


def peak_bytes() -> int:
    """Return the most memory this process used so far, in bytes; 0 where that cannot be asked."""
    try:
        with open("/proc/self/status", encoding="ascii") as file:  # noqa: PTH123 - no pathlib yet
            for line in file:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        return 0
    return 0


def main() -> int:
    """Call the function with the arguments and print what it returns as JSON."""
    module, _, function = sys.argv[1].partition(":")
    answer = getattr(importlib.import_module(module), function)(**json.loads(sys.argv[2]))
    sys.stdout.write(json.dumps({**answer, "peak_bytes": peak_bytes()}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
