"""Word files as LibreOffice sees them: with all tracked changes accepted, and with all rejected."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

PARAGRAPH = "\x1e"
PATIENCE = 240
"""Seconds after which LibreOffice is taken for hung, for one batch of files."""

_MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Roundtable" script:language="StarBasic">
Sub Main
  Dim names(10000) As String
  Dim folder As String, found As String, total As Integer, index As Integer
  On Error GoTo Broken
  folder = Environ("ROUNDTABLE_OFFICE")
  found = Dir(folder &amp; "/*.docx")
  Do While found &lt;&gt; ""
    names(total) = found
    total = total + 1
    found = Dir()
  Loop
  For index = 0 To total - 1
    Settle(folder, names(index), ".uno:AcceptAllTrackedChanges", ".accepted")
    Settle(folder, names(index), ".uno:RejectAllTrackedChanges", ".rejected")
  Next index
  Broken:
  StarDesktop.terminate()
End Sub

Sub Settle(folder As String, named As String, command As String, ending As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim opened As Object, files As Object, stream As Object, helper As Object, parts As Object, one As Object
  Dim cells As Variant, cell As Integer
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  opened = StarDesktop.loadComponentFromURL(ConvertToURL(folder &amp; "/" &amp; named), "_blank", 0, hidden())
  helper = createUnoService("com.sun.star.frame.DispatchHelper")
  helper.executeDispatch(opened.CurrentController.Frame, command, "", 0, Array())
  files = createUnoService("com.sun.star.ucb.SimpleFileAccess")
  stream = createUnoService("com.sun.star.io.TextOutputStream")
  stream.setOutputStream(files.openFileWrite(ConvertToURL(folder &amp; "/" &amp; named &amp; ending)))
  stream.setEncoding("UTF-8")
  parts = opened.Text.createEnumeration()
  Do While parts.hasMoreElements()
    one = parts.nextElement()
    If one.supportsService("com.sun.star.text.TextTable") Then
      cells = one.getCellNames()
      For cell = LBound(cells) To UBound(cells)
        Paragraphs(one.getCellByName(cells(cell)).createEnumeration(), stream)
      Next cell
    Else
      Say(one, stream)
    End If
  Loop
  stream.closeOutput()
  opened.close(True)
End Sub

Sub Paragraphs(parts As Object, stream As Object)
  Dim one As Object
  Do While parts.hasMoreElements()
    one = parts.nextElement()
    If one.supportsService("com.sun.star.text.Paragraph") Then Say(one, stream)
  Loop
End Sub

Sub Say(paragraph As Object, stream As Object)
  Dim portions As Object, one As Object
  portions = paragraph.createEnumeration()
  Do While portions.hasMoreElements()
    one = portions.nextElement()
    If one.TextPortionType = "Text" Then stream.writeString(one.getString())
    If one.TextPortionType = "Footnote" Then stream.writeString("&#65532;")
    If one.TextPortionType = "LineBreak" Then stream.writeString(Chr(10))
  Loop
  stream.writeString(Chr(30))
End Sub
</script:module>
"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Roundtable"/></library:library>
"""


class NoOffice(RuntimeError):  # noqa: N818 - a name that says what happened
    """LibreOffice is not there, or gave nothing back."""


def settled(files: Mapping[str, bytes], folder: Path) -> dict[str, tuple[list[str], list[str]]]:
    """For each Word file its paragraphs with all changes accepted, and with all rejected; empty ones left out."""
    office = shutil.which("soffice")
    if office is None:
        raise NoOffice("soffice is not installed")
    work, profile = folder / "files", folder / "profile"
    work.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (work / f"{name}.docx").write_bytes(data)
    command = [office, f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", "--nologo"]
    try:
        # The first start makes the profile and would write over whatever stands in it.
        _run([*command, "--terminate_after_init"], folder, work)
        _with_macro(profile / "user" / "basic" / "Standard")
        _run([*command, "macro:///Standard.Roundtable.Main"], folder, work)
        return {name: (_told(work, name, "accepted"), _told(work, name, "rejected")) for name in files}
    except (subprocess.TimeoutExpired, OSError) as error:
        raise NoOffice(str(error)) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str], folder: Path, work: Path) -> None:
    subprocess.run(  # noqa: S603 - LibreOffice, with our own files
        command,
        env={**os.environ, "ROUNDTABLE_OFFICE": str(work), "HOME": str(folder)},
        capture_output=True,
        check=False,
        timeout=PATIENCE,
    )


def _with_macro(basic: Path) -> None:
    basic.mkdir(parents=True, exist_ok=True)
    (basic / "Roundtable.xba").write_text(_MACRO, encoding="utf-8")
    (basic / "script.xlb").write_text(_LIBRARY, encoding="utf-8")


def _told(work: Path, name: str, ending: str) -> list[str]:
    words = (work / f"{name}.docx.{ending}").read_text(encoding="utf-8")
    return [one for one in words.split(PARAGRAPH) if one.strip()]
