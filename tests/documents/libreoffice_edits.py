"""Edits made by LibreOffice itself while it records changes, through a macro of its own."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

SOFFICE = shutil.which("soffice")
_MACRO = """
Function Para(oDoc, sStart)
  Dim oEnum, oPar
  oEnum = oDoc.Text.createEnumeration()
  Do While oEnum.hasMoreElements()
    oPar = oEnum.nextElement()
    If oPar.supportsService("com.sun.star.text.Paragraph") Then
      If Left(oPar.String, Len(sStart)) = sStart Then
        Para = oPar
        Exit Function
      End If
    End If
  Loop
  Para = Nothing
End Function
Sub Main
  On Error Goto Trouble
  Dim oDoc, n, sLine, a, oPar, oCur, oOther, sText
  Dim args(0) As New com.sun.star.beans.PropertyValue
  Dim out(0) As New com.sun.star.beans.PropertyValue
  args(0).Name = "Hidden" : args(0).Value = True
  oDoc = StarDesktop.loadComponentFromURL("{document}", "_blank", 0, args())
  oDoc.RecordChanges = True
  n = FreeFile
  Open "{edits}" For Input As #n
  Do While Not EOF(n)
    Line Input #n, sLine
    a = Split(sLine, Chr(9))
    oPar = Para(oDoc, a(1))
    If Not IsNull(oPar) Then
      oCur = oDoc.Text.createTextCursorByRange(oPar.Start)
      Select Case a(0)
      Case "reword"
        oCur.goRight(CInt(a(2)), False)
        oCur.goRight(CInt(a(3)), True)
        oCur.String = a(4)
      Case "split"
        oCur.goRight(CInt(a(2)), False)
        oDoc.Text.insertControlCharacter(oCur, 0, False)
      Case "merge"
        oCur.gotoEndOfParagraph(False)
        oCur.goRight(1, True)
        oCur.String = " "
      Case "delete", "move"
        sText = oPar.String
        oCur.gotoEndOfParagraph(True)
        oCur.goRight(1, True)
        oCur.String = ""
        If a(0) = "move" Then
          oOther = Para(oDoc, a(2))
          oCur = oDoc.Text.createTextCursorByRange(oOther.Start)
          oDoc.Text.insertString(oCur, sText, False)
          oDoc.Text.insertControlCharacter(oCur, 0, False)
        End If
      Case "insert"
        oDoc.Text.insertString(oCur, a(2), False)
        oDoc.Text.insertControlCharacter(oCur, 0, False)
      End Select
    End If
  Loop
  Close #n
  out(0).Name = "FilterName" : out(0).Value = "MS Word 2007 XML"
  oDoc.storeToURL("{result}", out())
  oDoc.close(True)
  Exit Sub
Trouble:
  n = FreeFile
  Open "{edits}.trouble" For Output As #n
  Print #n, Error & " in line " & Erl & ": " & sLine
  Close #n
End Sub
"""
_MODULE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE script:module PUBLIC '
    '"-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n<script:module '
    'xmlns:script="http://openoffice.org/2000/script" script:name="Module1" '
    'script:language="StarBasic">{}</script:module>'
)
_LIBRARY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE library:library PUBLIC '
    '"-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">\n<library:library '
    'xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
    'library:readonly="false" library:passwordprotected="false">'
    '<library:element library:name="Module1"/></library:library>'
)
_LIBRARIES = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE library:libraries PUBLIC '
    '"-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">\n<library:libraries '
    'xmlns:library="http://openoffice.org/2000/library" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard" '
    'xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" '
    'library:link="false"/></library:libraries>'
)


def edited(data: bytes, edits: list[str], folder: Path) -> bytes:
    """Return a document after edits, one a line: what, how the paragraph begins, and what more."""
    document, result, lines = folder / "in.docx", folder / "out.docx", folder / "edits.txt"
    document.write_bytes(data)
    lines.write_text("\n".join(edits) + "\n", encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    _run(profile, "--terminate_after_init")  # a new profile begins without macros
    basic = folder / "profile" / "user" / "basic"
    (basic / "Standard").mkdir(parents=True, exist_ok=True)
    macro = _MACRO.replace("{document}", document.as_uri()).replace("{edits}", str(lines))
    macro = escape(macro.replace("{result}", result.as_uri()))
    (basic / "Standard" / "Module1.xba").write_text(_MODULE.format(macro), encoding="utf-8")
    (basic / "Standard" / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
    (basic / "script.xlc").write_text(_LIBRARIES, encoding="utf-8")
    _run(profile, "macro:///Standard.Module1.Main")
    trouble = Path(f"{lines}.trouble")
    assert not trouble.exists(), trouble.read_text(encoding="utf-8")
    return result.read_bytes()


def _run(*arguments: str) -> None:
    subprocess.run(
        [str(SOFFICE), "--headless", "--norestore", *arguments],
        capture_output=True,
        timeout=120,
        check=True,
    )
