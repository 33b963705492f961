"""Pictures: painted anew, so that nothing but the points comes through."""

import io
from typing import Final

import filetype
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.files.inspection.told import Gaps, wrong_kind

PICTURES: Final = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}
FORMS: Final = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
MOST_PIXELS: Final = 60_000_000


def picture(content: bytes, ending: str, gaps: Gaps) -> bytes:
    """The picture without place, camera, author, thumbnail, or anything that followed its end. Raises Invalid."""
    guess = filetype.guess(content)
    if guess is None or guess.mime != PICTURES[ending]:
        raise wrong_kind(gaps)
    try:
        return painted_anew(content, FORMS[PICTURES[ending]])
    except OverflowError as error:
        raise Invalid(
            _("The picture “%(name)s” has too many pixels. Make it smaller and hand it in again.") % gaps
        ) from error
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError, SyntaxError) as error:
        raise wrong_kind(gaps) from error


def painted_anew(content: bytes, form: str) -> bytes:
    """Copy the points into a new picture. Raises OverflowError for too many points, Pillow's errors for no picture."""
    with Image.open(io.BytesIO(content)) as picture_:
        if picture_.width * picture_.height > MOST_PIXELS:
            raise OverflowError
        turned = ImageOps.exif_transpose(picture_)
        plain = Image.new(turned.mode, turned.size)
        plain.putdata(list(turned.getdata())) if turned.mode == "P" else plain.paste(turned)
        if turned.mode == "P" and (palette := turned.getpalette()):
            plain.putpalette(palette)
        made = io.BytesIO()
        plain.save(made, form, **({"quality": 92} if form != "PNG" else {}))
    return made.getvalue()
