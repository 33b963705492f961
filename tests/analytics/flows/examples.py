"""The small worked tables that the literature prints: rows are birthplaces, columns residences, places A to D."""

import numpy as np


def columns(*numbers):
    return np.array(numbers, dtype=float).T


E0 = (
    np.array([[1000, 100, 10, 0], [55, 555, 50, 5], [80, 40, 800, 40], [20, 25, 20, 200]], dtype=float),
    np.array([[950, 100, 60, 0], [80, 505, 75, 5], [90, 30, 800, 40], [40, 45, 0, 180]], dtype=float),
)
E1 = (
    columns([100, 20, 10, 20], [10, 55, 40, 25], [10, 25, 140, 20], [0, 10, 65, 200]),
    columns([70, 25, 10, 40], [30, 60, 55, 45], [10, 10, 140, 0], [10, 15, 50, 180]),
)
E7 = (
    columns([100, 80, 30, 60], [10, 180, 10, 70], [10, 10, 140, 10], [0, 90, 40, 160]),
    columns([95, 75, 55, 35], [5, 225, 0, 25], [15, 5, 115, 25], [5, 55, 50, 215]),
)
E3 = (
    columns([1000, 55, 80, 20], [100, 555, 40, 25], [10, 50, 800, 20], [0, 5, 40, 200]),
    columns([1060, 45, 70, 30], [60, 540, 75, 30], [10, 40, 770, 20], [10, 0, 70, 230]),
)
E6 = (E1[0], columns([75, 20, 30, 30], [25, 45, 40, 30], [5, 30, 150, 20], [0, 15, 60, 230]))
DIFFERENCES = (
    np.array([[100, 10, 10, 0], [20, 55, 25, 10], [10, 40, 140, 65], [20, 25, 20, 200]], dtype=float),
    np.array([[75, 25, 5, 15], [20, 45, 30, 15], [30, 40, 150, 35], [10, 50, 5, 200]], dtype=float),
)
DISTANCE = np.array([[0, 5, 50, 500], [5, 0, 45, 495], [50, 45, 0, 450], [500, 495, 450, 0]], dtype=float)
"""The offset of example 2: kilometres, or anything else that a seed may be."""
