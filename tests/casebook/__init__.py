"""Tests of tiaoli.casebook."""
