"""The one style sheet of the site: system fonts, light and dark, narrow and wide, screen and paper."""

from __future__ import annotations

__all__ = ["STYLE"]

# Contrasts of text on its ground are 4.5 to 1 or more in both schemes (WCAG 2.2, 1.4.3); a test works them out.
STYLE = """\
:root { --ground: #ffffff; --ink: #1c2126; --soft: #545d66; --link: #0a5394; --line: #c9d0d6; --panel: #f3f5f7;
  --mark: #7a4100; --mark-ground: #fff1dc; --keyword: #7b2d8b; --string: #1d6b32; --variable: #0a5394; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14181c; --ink: #e6e9ec; --soft: #a9b3bc; --link: #86c1ff; --line: #3c454d; --panel: #1e242a;
    --mark: #ffcf8f; --mark-ground: #3a2a12; --keyword: #e0a3ee; --string: #93d7a5; --variable: #86c1ff; }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; }
header, main, footer { max-width: 70rem; margin: 0 auto; padding: 0 1.25rem; }
header { display: flex; flex-wrap: wrap; gap: .25rem 2rem; align-items: baseline; padding-block: .75rem;
  border-bottom: 1px solid var(--line); }
header p, nav ul { margin: 0; }
.site a { font-weight: 700; text-decoration: none; color: var(--ink); }
.site span { color: var(--soft); font-size: .875rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; padding: 0; list-style: none; }
nav a { display: inline-block; padding: .3rem 0; }
nav a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; border-bottom: 2px solid; }
footer { margin-top: 3rem; padding-block: 1rem; border-top: 1px solid var(--line); color: var(--soft);
  font-size: .875rem; }
a { color: var(--link); text-underline-offset: .15em; overflow-wrap: anywhere; }
a:focus-visible, [tabindex]:focus-visible, input:focus-visible, summary:focus-visible {
  outline: 3px solid var(--link); outline-offset: 2px; }
main:focus { outline: none; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: .5rem; background: var(--ground); padding: .5rem; z-index: 1; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; overflow-wrap: anywhere; }
h1 { font-size: 1.9rem; margin: 1.75rem 0 .75rem; }
h2 { font-size: 1.4rem; margin: 2.5rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.1rem; margin: 2rem 0 .4rem; }
h4 { font-size: 1rem; margin: 1.25rem 0 .3rem; }
p, ul, ol, dl { max-width: 46rem; }
p.wide { max-width: none; }
.lead { font-size: 1.1rem; }
.soft, .sort { color: var(--soft); font-weight: 400; font-size: .875rem; }
.mark { display: inline-block; padding: 0 .4em; border-radius: .25em; background: var(--mark-ground);
  color: var(--mark); font-size: .8125rem; font-weight: 600; }
code, pre { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { overflow-wrap: anywhere; }
pre { margin: 0; padding: .9rem 1rem; background: var(--panel); white-space: pre; tab-size: 2; width: max-content;
  min-width: 100%; }
pre .k { color: var(--keyword); } pre .s { color: var(--string); } pre .v { color: var(--variable); }
pre .c { color: var(--soft); }
.scroll { overflow-x: auto; max-width: 100%; margin: .75rem 0; border: 1px solid var(--line); border-radius: .375rem; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
caption { text-align: left; padding: .5rem .75rem; color: var(--soft); font-size: .875rem; }
th, td { padding: .45rem .75rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line);
  min-width: 7rem; max-width: 30rem; overflow-wrap: break-word; }
thead th { background: var(--panel); white-space: nowrap; }
tbody th { font-weight: 400; }
.date { white-space: nowrap; }
td ul, dd ul { margin: 0; padding-left: 1.1rem; }
dl { display: grid; grid-template-columns: 9.5rem minmax(0, 1fr); gap: .3rem 1rem; margin: .6rem 0; max-width: 60rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.inline { list-style: none; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; max-width: none; }
.iri { margin: 0 0 .4rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); gap: 1rem; padding: 0;
  list-style: none; max-width: none; }
.cards li { border: 1px solid var(--line); border-radius: .375rem; padding: .75rem 1rem; }
.cards h3, .cards p { margin: 0 0 .3rem; }
.filter input { font: inherit; padding: .35rem .6rem; width: min(100%, 22rem); color: inherit;
  background: var(--ground); border: 1px solid var(--soft); border-radius: .25rem; }
dl.shapes { display: block; max-width: none; }
dl.shapes > div { display: grid; grid-template-columns: 13rem minmax(0, 1fr); gap: .2rem 1rem; padding: .5rem 0;
  border-top: 1px solid var(--line); }
dl.shapes dt { overflow-wrap: anywhere; }
details { max-width: 46rem; }
summary { cursor: pointer; }
details ul { margin: .3rem 0; padding-left: 1.1rem; }
q { quotes: "“" "”"; }
p.said, p.source { margin: 0; max-width: none; }
p.source { color: var(--soft); font-size: .875rem; }
p.said + blockquote { margin: .2rem 0 .2rem .75rem; }
figure { margin: 1rem 0; }
figure .scroll { background: #ffffff; border-color: var(--line); }
figure svg { display: block; margin: 0 auto; }
figcaption { color: var(--soft); font-size: .875rem; }
[hidden] { display: none !important; }
:target { background: var(--mark-ground); color: var(--ink); }
@media (max-width: 40rem) {
  dl, dl.shapes > div { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dd { margin-bottom: .5rem; }
  h1 { font-size: 1.5rem; }
  header, main, footer { padding-inline: 1rem; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print {
  :root { --ground: #ffffff; --ink: #000000; --soft: #444444; --link: #000000; --line: #999999; --panel: #ffffff;
    --mark: #000000; --mark-ground: #ffffff; --keyword: #000000; --string: #000000; --variable: #000000; }
  nav, .filter, .skip { display: none; }
  .scroll { overflow: visible; border: 0; }
  figure svg { max-width: 100%; height: auto; }
  pre { white-space: pre-wrap; width: auto; }
  h2, h3, h4 { break-after: avoid; }
  tr, dl, figure { break-inside: avoid; }
  main a[rel~="external"]::after { content: " (" attr(href) ")"; font-size: .8em; overflow-wrap: anywhere; }
  svg a::after { content: none; }
}
"""
