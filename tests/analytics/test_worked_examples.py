"""The worked examples in the docstrings of the annex run as tests."""

import doctest
import importlib
import pkgutil

import pytest

import roundtable_analytics

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(roundtable_analytics.__path__, f"{roundtable_analytics.__name__}.")
)


@pytest.mark.parametrize("name", MODULES)
def test_worked_examples_give_what_they_say(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_worked_examples():
    finder = doctest.DocTestFinder()
    found = [test for name in MODULES for test in finder.find(importlib.import_module(name)) if test.examples]
    assert found
