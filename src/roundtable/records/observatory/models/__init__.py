"""Datasets, their vintages, and what the gate found."""

from roundtable.records.observatory.models.datasets import Audience, Dataset
from roundtable.records.observatory.models.mirrors import MirrorSide
from roundtable.records.observatory.models.vintages import Finding, Intake, State, Vintage

__all__ = ["Audience", "Dataset", "Finding", "Intake", "MirrorSide", "State", "Vintage"]
