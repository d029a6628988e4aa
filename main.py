"""Opens Lucy. `python main.py --help` lists what else it can do."""

from lucy.__main__ import main

if __name__ == "__main__":
    raise SystemExit(main())
