"""Tests of tiaoli.report."""
