"""What a reader of a wiki's page reads, from the HTML of its parser."""

from verifiers.sources.wiki_text import read_wiki_html

PAGE = """<div class="mw-parser-output">
<div class="hatnote">For the ship, see <a href="/wiki/Veldra_(ship)">Veldra (ship)</a>.</div>
<table class="infobox"><caption>Lake Veldra</caption><tbody>
<tr><th colspan="2" style="text-align:center">Basic data</th></tr>
<tr><th scope="row">Area:</th><td>12.4&#160;km<sup>2</sup><sup class="reference"><a href="#n">[1]</a></sup></td></tr>
<tr><th scope="row">Towns</th><td><ul><li>Orn</li><li>Velm</li></ul></td></tr></tbody></table>
<table class="ambox metadata"><tbody><tr><td>This article needs more citations.</td></tr></tbody></table>
<style>.mw-parser-output{color:red}</style>
<p class="mw-empty-elt"></p>
<p><b>Lake Veldra</b> is a <a href="/wiki/Lake">lake</a> in the north.<sup class="reference">[2]</sup> Its ferry
carries 300 people<sup class="noprint Inline-Template">[<i>citation needed</i>]</sup>.<span style="display:none">hidden
</span></p>
<div id="toc" class="toc"><h2>Contents</h2><ul><li>1 History</li></ul></div>
<h2><span class="mw-headline">History</span><span class="mw-editsection">[edit]</span></h2>
<h3>Before 1900</h3>
<h3>After 1900</h3>
<p>The ferry began in 1911.</p>
<figure><img src="x.jpg" alt="x"><figcaption>The pier in 1920</figcaption></figure>
<table class="wikitable"><tbody><tr><th>Year</th><th>Passengers</th></tr>
<tr><td>2023</td><td>11,200</td></tr></tbody></table>
<dl><dt>Ferry</dt><dd>a boat</dd></dl>
<h2>Empty</h2>
<h2>See also</h2><ul><li><a href="/wiki/Orn">Orn</a></li></ul>
<h3>Boats</h3><ul><li>A boat</li></ul>
<h2>Today</h2><p>It is open.</p>
<h2>References</h2><div class="mw-references-wrap"><ol class="references"><li>A report.</li></ol></div>
<table class="sidebar nomobile"><tbody><tr><td>Part of a series on lakes</td></tr></tbody></table>
<div role="navigation" class="navbox">Lakes of the north</div>
</div>"""

TEXT = """Lake Veldra
Basic data
Area: 12.4 km2
Towns: Orn; Velm
Lake Veldra is a lake in the north. Its ferry carries 300 people[citation needed].
History
After 1900
The ferry began in 1911.
The pier in 1920
Year | Passengers
2023 | 11,200
Ferry
a boat
Today
It is open."""


def test_a_page_is_read_as_its_reader_reads_it() -> None:
    assert read_wiki_html(PAGE) == TEXT


def test_what_is_no_page_has_no_text() -> None:
    assert read_wiki_html("") == ""
    assert read_wiki_html("<!-- nothing -->") == ""
    assert read_wiki_html('<div class="redirectMsg"><p>Redirect to:</p><ul><li>Orn</li></ul></div>') == ""
    assert read_wiki_html("\x00") == ""


def test_closing_sections_are_known_in_other_languages() -> None:
    german = "<p>Der See ist tief.</p><h2>Einzelnachweise</h2><p>Ein Bericht.</p>"
    assert read_wiki_html(german) == "Der See ist tief."


def test_deep_and_broken_html_is_read() -> None:
    assert read_wiki_html("<div>" * 5000 + "deep" + "</p></b>") in ("deep", "")
    assert read_wiki_html("<p>One<p>Two <b>three</p>") == "One\nTwo three"
