"""Answers written for programs."""
