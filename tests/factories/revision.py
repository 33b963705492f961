"""A plan that is revised: the real text, with one action dropped (and so two that move up) and one that is new."""

from pathlib import Path

NEW = "Keep a register of the lamps that light each border crossing at night, and mend those that went out."
DROPPED, ADDED = "II.5", "I.10"


def real_text(shared: Path) -> bytes:
    """The text as it was put to adoption."""
    return (shared / "source" / "action-plan-2023-2027.txt").read_bytes()


def revised(text: bytes) -> bytes:
    """The same text without II.5, so that II.6 and II.7 move up, and with a new I.10."""
    lines = text.decode().split("\n")
    at = next(
        number for number, line in enumerate(lines) if line.startswith("5. Continue sharing best practices related")
    )
    del lines[at]
    for number, said in ((6, "Promote efficient coordination"), (7, "Enhance the potential benefits")):
        place = next(place for place, line in enumerate(lines) if line.startswith(f"{number}. {said}"))
        lines[place] = lines[place].replace(f"{number}. ", f"{number - 1}. ", 1)
    last = next(place for place, line in enumerate(lines) if line.startswith("9. Support communication and synergies"))
    lines.insert(last + 1, f"10. {NEW}")
    return "\n".join(lines).encode()
