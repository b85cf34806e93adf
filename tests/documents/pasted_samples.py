"""What programs put on the clipboard, written as they write it. All words are made up."""

# ruff: noqa: E501 - as it is written there

from __future__ import annotations

import base64
import struct
import zlib


def png(width: int = 40, height: int = 30) -> bytes:
    """Return a grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    )


PICTURE = "data:image/png;base64," + base64.b64encode(png()).decode("ascii")

_WORD_POINT = """<p class={place} style='text-indent:-18.0pt;mso-list:l0 level{level} lfo1'><![if
!supportLists]><span style='font-family:Symbol;mso-fareast-font-family:Symbol;mso-bidi-font-family:
Symbol'><span style='mso-list:Ignore'>{sign}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
&nbsp;&nbsp; </span></span></span><![endif]>{words}<o:p></o:p></p>
"""


def _point(sign: str, words: str, level: int = 1, place: str = "MsoListParagraphCxSpMiddle") -> str:
    return _WORD_POINT.format(sign=sign, words=words, level=level, place=place)


WORD = f"""<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=Generator content="Microsoft Word 15">
<link rel=File-List href="file:///C:/Temp/msohtmlclip1/01/clip_filelist.xml">
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml>
<![endif]--><!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml>
<![endif]-->
<style><!--
 /* Font Definitions */ @font-face {{font-family:"Cambria Math"; panose-1:2 4 5 3 5 4 6 3 2 4;}}
 /* Style Definitions */
 p.MsoNormal, li.MsoNormal, div.MsoNormal {{mso-style-unhide:no; margin:0cm; font-size:12.0pt;
 font-family:"Calibri",sans-serif;}}
 h1 {{mso-style-priority:9; mso-outline-level:1; font-size:16.0pt; color:#2F5496; font-weight:normal;}}
 p.BoardHeading {{mso-style-name:"Board Heading"; mso-outline-level:2; font-weight:bold;}}
 span.Warn {{mso-style-name:Warn; font-style:italic;}}
--></style></head>
<body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->
<p class=MsoToc1><a href="#_Toc1">1 Case for change<span style='mso-tab-count:1 dotted'> </span>3</a></p>
<h1 style='mso-list:l2 level1 lfo3'><![if !supportLists]><span style='mso-list:Ignore'>1<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Case for <b>change</b><o:p></o:p></h1>
<p class=MsoNormal><span lang=EN-GB>The service spent more than it
had<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span
class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><span
class=MsoFootnoteReference><span style='font-size:12.0pt'>[1]</span></span><![endif]></span></span></a>,
and <b style='mso-bidi-font-weight:normal'>four options</b> were <i>costed</i> over 10<sup>3</sup>
hours.<span style='mso-spacerun:yes'>&nbsp; </span>See <a href="https://intranet.example/plan">the
plan</a>.<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=BoardHeading>Options<span class=MsoCommentReference><span style='font-size:8.0pt'><a
class=msocomanchor id="_anchor_1" href="#_msocom_1" name="_msoanchor_1">[A1]</a></span></span></p>
{_point("·", "Do nothing", place="MsoListParagraphCxSpFirst")}{_point("o", "with <i>risks</i>", 2)}
{_point("·", "Pool the posts", place="MsoListParagraphCxSpLast")}
{_point("1.", "Agree the rules")}{_point("(b)", "Ask the board", 2)}
<p class=MsoQuote>We <span class=Warn>cannot</span> go on like this.</p>
<p class=MsoNormal>Kept <del cite="mailto:Someone" datetime="2026-03-02T09:00">removed</del><ins
cite="mailto:Someone" datetime="2026-03-02T09:00">added</ins><span style='display:none;mso-hide:all'>
secret</span> words.</p>
<p class=MsoCaption>Table 1: Cost of each option</p>
<table class=MsoTableGrid border=1 cellspacing=0 style='border-collapse:collapse;mso-yfti-tbllook:1184'>
<tr style='mso-yfti-irow:0'><td width=200 valign=top style='border:solid windowtext 1.0pt'>
<p class=MsoNormal><b>Option<o:p></o:p></b></p></td><td colspan=2><p class=MsoNormal><b>Cost</b></p></td></tr>
<tr><td rowspan=2><p class=MsoNormal>Nothing</p></td><td><p class=MsoNormal>£512,000</p></td><td><p
class=MsoNormal>high</p><p class=MsoNormal>rising</p></td></tr>
<tr><td><p class=MsoNormal>£0</p></td><td><p class=MsoNormal>none</p></td></tr></table>
<p class=MsoNormal><!--[if gte vml 1]><v:shape id="Picture_1" style='width:200pt;height:100pt'>
<v:imagedata src="file:///C:/Temp/msohtmlclip1/01/clip_image001.png"/>
</v:shape><![endif]--><![if !vml]><img width=267 height=133
src="file:///C:/Temp/msohtmlclip1/01/clip_image002.png" alt="A rising line"
v:shapes="Picture_1"><![endif]></p>
<p class=MsoCaption>Figure 1 Cost by year</p>
<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1
width="33%"><![endif]><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a
style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title=""><span class=MsoFootnoteReference>
<![if !supportFootnotes]>[1]<![endif]></span></a> From the <i>annual</i> accounts.</p></div></div>
<div style='mso-element:comment-list'><div style='mso-element:comment'><p class=MsoCommentText>Is this
right?</p></div></div>
<!--EndFragment--></body></html>"""

# Word on a Mac writes the conditions as comments.
WORD_MAC = WORD.replace("<![if\n!supportLists]>", "<!--[if !supportLists]-->").replace(
    "<![endif]>", "<!--[endif]-->"
)

WORD_ONLINE = """<html><body><!--StartFragment--><div class="SCXW1 BCX8"><div class="OutlineElement Ltr SCXW1 BCX8">
<p class="Paragraph SCXW1 BCX8" role="heading" aria-level="2" paraid="1" paraeid="{a}{1}"
style="font-weight: normal; font-style: normal; vertical-align: baseline; color: rgb(47, 84, 150);"><span
data-contrast="none" class="TextRun SCXW1 BCX8" style="font-size: 16pt; font-family: Calibri;"><span
class="NormalTextRun SCXW1 BCX8" data-ccp-parastyle="heading 2">Options appraisal</span></span><span
class="EOP SCXW1 BCX8" data-ccp-props="{&quot;201341983&quot;:0}">&nbsp;</span></p></div>
<div class="OutlineElement Ltr SCXW1 BCX8"><p class="Paragraph SCXW1 BCX8"><span class="TextRun SCXW1
BCX8" style="font-weight: bold;"><span class="NormalTextRun SCXW1 BCX8">Three</span></span><span
class="TextRun SCXW1 BCX8"><span class="NormalTextRun SCXW1 BCX8"> options, </span><span
class="NormalTextRun SpellingErrorV2 SCXW1 BCX8">costed</span></span><span class="EOP SCXW1 BCX8">&nbsp;</span></p></div>
<div class="ListContainerWrapper SCXW1 BCX8"><ul class="BulletListStyle1 SCXW1 BCX8" role="list"><li
data-leveltext="" data-font="Symbol" data-listid="1" data-aria-posinset="1" data-aria-level="1" role="listitem"
class="OutlineElement Ltr SCXW1 BCX8"><p class="Paragraph SCXW1 BCX8"><span class="TextRun SCXW1 BCX8">First
point</span><span class="EOP SCXW1 BCX8">&nbsp;</span></p></li></ul></div><div class="ListContainerWrapper
SCXW1 BCX8"><ul class="BulletListStyle2 SCXW1 BCX8" role="list"><li data-listid="1" data-aria-level="2"
role="listitem" class="OutlineElement"><p class="Paragraph"><span class="TextRun">Second
level</span></p></li></ul></div><div class="ListContainerWrapper"><ol class="NumberListStyle1" role="list"
start="1"><li data-aria-level="1" role="listitem"><p class="Paragraph"><span>Numbered</span></p></li></ol></div>
<div class="OutlineElement"><div class="TableContainer"><table class="Table" border="1" data-tablestyle="MsoTableGrid">
<tbody><tr class="TableRow" role="row"><td class="FirstRow FirstCol" role="rowheader" data-celllook="4369"><div
class="TableCellContent"><div class="OutlineElement"><p class="Paragraph"><span>Year</span><span class="EOP">&nbsp;</span></p>
</div></div></td><td><div><div><p><span>Cost</span></p></div></div></td></tr><tr><td><p>2026</p></td><td><p>£1</p></td></tr>
</tbody></table></div></div></div><!--EndFragment--></body></html>"""

GOOGLE = """<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;"
id="docs-internal-guid-0a1b2c3d"><h2 dir="ltr" style="line-height:1.38;margin-top:18pt;"><span
style="font-size:16pt;font-family:Arial,sans-serif;color:#000000;background-color:transparent;font-weight:400;
font-style:normal;text-decoration:none;white-space:pre-wrap;">Stakeholders</span></h2><p dir="ltr"><span
style="font-weight:400;font-style:normal;white-space:pre-wrap;">Heads </span><span
style="font-weight:700;font-style:normal;">agreed</span><span style="font-weight:400;font-style:italic;"> in
part</span><span style="font-size:0.6em;vertical-align:super;"><a href="#ftnt1" id="ftnt_ref1">[1]</a></span><span
style="font-weight:400;">.</span></p><br /><ul style="margin-top:0;padding-inline-start:48px;"><li dir="ltr"
style="list-style-type:disc;" aria-level="1"><p dir="ltr" role="presentation"><span>One</span></p></li><ul><li
dir="ltr" style="list-style-type:circle;" aria-level="2"><p dir="ltr" role="presentation"><span>One
deeper</span></p></li></ul></ul><ol><li dir="ltr" style="list-style-type:decimal;" aria-level="1"><p
role="presentation"><span>Two</span></p></li></ol><div dir="ltr" style="margin-left:0pt;" align="left"><table
style="border:none;border-collapse:collapse;"><colgroup><col width="301" /><col width="301" /></colgroup><tbody>
<tr style="height:0pt"><td><p dir="ltr"><span>Group</span></p></td><td><p><span>Interest</span></p></td></tr><tr><td>
<p><span>Parents</span></p></td><td><p><span>High</span></p></td></tr></tbody></table></div><p><span><span
style="border:none;display:inline-block;overflow:hidden;width:602px;height:300px;"><img
src="https://lh7-rt.example.com/docsz/AD_4nX?key=1" width="602" height="300" /></span></span></p><hr /><div><p
dir="ltr"><a href="#ftnt_ref1" id="ftnt1">[1]</a><span> Minutes of the heads.</span></p></div></b><br
class="Apple-interchange-newline">"""

OUTLOOK = """<html><body lang=EN-GB link="#0563C1"><div class=WordSection1><p class=MsoNormal><span
style='font-family:"Aptos",sans-serif'>Dear all,<o:p></o:p></span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>Agreed:<br>the pooled post<br>from May.</p><p class=MsoListParagraph
style='margin-left:36.0pt;text-indent:-18.0pt'><span style='font-family:Symbol'>·</span><span
style='font-size:7.0pt'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span>Rules first</p><p
class=MsoNormal><img border=0 width=120 height=40 src="cid:image001.png@01DA" alt="logo"><img
src="https://mail.example.com/open.gif?id=7" width=1 height=1 style="display:block"></p><div
style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>From:</b> A colleague<br><b>Sent:</b>
2 March 2026</p></div></div></body></html>"""

EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style><!--table {mso-displayed-decimal-separator:"\\.";}
.xl65 {font-weight:700; text-align:left;}--></style></head><body link="#0563C1"><table border=0 cellpadding=0 width=192
style='border-collapse: collapse;width:144pt'><!--StartFragment--><col width=64 span=3><tr height=20><td height=20
class=xl65 width=64>Item</td><td class=xl65>2026</td><td class=xl65>2027</td></tr><tr><td>Posts</td><td
align=right x:num="1200">1,200</td><td align=right>900</td></tr><!--EndFragment--></table></body></html>"""

HOSTILE = f"""<html><head><script>steal()</script><base href="https://evil.example/"><meta http-equiv="refresh"
content="0;url=https://evil.example/"><link rel=stylesheet href="https://evil.example/a.css"><style>@import
url(https://evil.example/b.css); .gone {{display:none}} body {{background:url(https://evil.example/c.png)}}</style></head>
<body onload="steal()" background="https://evil.example/d.png"><h1 onclick=steal()>Real <script>x</script>words</h1>
<p style="background:url('javascript:steal()')">One<img src=x onerror=steal()><img src="file:///etc/passwd">
<img src="//evil.example/e.png"><img src="ftp://evil.example/f.png" width=500><img src="smb://evil.example/g.png">
<img src="https://evil.example/p.gif" width=1 height=1><img src="{PICTURE}" alt="Grey" style="display:none"></p>
<iframe src="https://evil.example/"></iframe><object data="file:///etc/passwd"></object><embed src=x.swf>
<video src="https://evil.example/v.mp4"></video><svg onload=steal()><image href="https://evil.example/s.png"/>
<text>drawn</text></svg><form action="https://evil.example/"><input name=a value=typed><textarea>typed</textarea>
<select><option>one</option></select><button>Send</button></form><span class=gone>hidden</span><div hidden>too</div>
<a href="javascript:steal()">two</a> <a href="file:///etc/passwd">three</a>
<img src="data:image/svg+xml;base64,PHN2Zz48L3N2Zz4="><img src="data:image/png;base64,@@@@">
<math><mi>x</mi></math><p>&lt;script&gt;steal()&lt;/script&gt; is only words.</p></body></html>"""
