"""HTML bodies as plain text."""

from __future__ import annotations

import pytest

from desktop.exchange.html_text import HtmlText


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
        ("<p>unclosed <b", "unclosed <b"),
        ("<![CDATA[ x ]]>a<!b>c<?d>e", "ace"),
        ("a<!-- <p>hidden</p> -->b<!-- the rest", "ab"),
        ("<script>var x = '<p>';</script>after<style>p {}</style>", "after"),
        ("<p>One</p>\n\n  <p>two<br/>three</p>", "One\n\ntwo\nthree"),
        ("<div>One</div><div><br></div><div>two</div>", "One\n\ntwo"),
        ("<ol><li>a</li><li>b<ul><li>c</li></ul></li></ol><p>d</p>", "1. a\n2. b\n- c\n\nd"),
        ("a &amp;&nbsp;b &#8211; &lt;c&gt;", "a & b – <c>"),
        ('<a href="https://x.test/?a=1&amp;b=2">here</a>', "here (https://x.test/?a=1&b=2)"),
        ("<a href='https://x.test/'>https://x.test</a>", "https://x.test"),
        ("<A HREF=mailto:a@x.test></A> <a href='javascript:x()'>no</a>", "a@x.test no"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3"),
        ("  spaces\n and   breaks ", "spaces and breaks"),
    ],
)
def test_what_stays(html: str, text: str) -> None:
    assert HtmlText(html).text == text


def test_what_is_lost_is_known() -> None:
    page = HtmlText("<p>Hi <strong>you</strong><img src=x></p>")
    assert (page.has_pictures, page.has_formatting) == (True, True)
    plain = HtmlText("<p>Hi</p>")
    assert (plain.has_pictures, plain.has_formatting) == (False, False)
