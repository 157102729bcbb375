"""The command, the screen, the reports."""
