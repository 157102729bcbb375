"""``python -m tiaoli`` is the command."""

from tiaoli.main import run

if __name__ == "__main__":
    run()
