/** What the inspector's page looks like, beside the stylesheet of every page. Each part of a token has its colour in both schemes. */
import { asset } from "./asset.ts";

const css = `:root { --header: #0B6170; --payload: #7A3B9A; --signature: #8F4A0C; }
@media (prefers-color-scheme: dark) { :root { --header: #5CCAD6; --payload: #D3A5F0; --signature: #F2B472; } }
.inspector, .report, .findings { display: grid; gap: 20px; grid-template-columns: minmax(0, 1fr); align-content: start; }
.inspector textarea {
  display: block; width: 100%; padding: 12px; resize: vertical;
  border: 1px solid var(--border); border-radius: var(--radius);
  background: var(--surface); color: var(--text); font: 400 .875rem/1.5 var(--mono); overflow-wrap: anywhere; word-break: break-all;
}
.inspector textarea:hover { border-color: var(--text); }
.inspector textarea:focus { outline: 3px solid var(--focus); outline-offset: -1px; border-color: var(--focus); }
.inspector .card { margin-top: 0; }
.inspector .stack > * + * { margin-top: 16px; }
.inspector .stack > [hidden]:first-child + * { margin-top: 0; }
.inspector code { unicode-bidi: isolate; }
.tools { display: flex; flex-wrap: wrap; gap: 12px; }
.inspector .button.quiet { width: auto; min-height: 44px; }
.button:disabled { opacity: .5; cursor: default; }
.button.quiet:disabled:hover { border-color: var(--border); }
summary { min-height: 44px; padding: 8px 0; color: var(--primary); font-weight: 600; cursor: pointer; }
.notice { padding: 12px 16px; border: 1px solid var(--border); border-left-width: 4px; border-radius: var(--radius); }
.verdict { border-top: 4px solid var(--border); }
.verdict.good { border-top-color: var(--success); }
.verdict.bad { border-top-color: var(--error); }
.says { display: flex; align-items: center; gap: 8px; font-weight: 600; }
.says::before {
  content: "?"; flex: none; width: 24px; height: 24px; border-radius: 50%;
  background: var(--muted); color: var(--surface); font: 700 .875rem/24px var(--sans); text-align: center;
}
.good .says { color: var(--success); }
.good .says::before { content: "✓" / ""; background: var(--success); }
.bad .says { color: var(--error); }
.bad .says::before { content: "!" / ""; background: var(--error); }
.problems, .notes { padding: 0; list-style: none; }
.problems { display: grid; gap: 12px; }
.problems li { padding-left: 16px; border-left: 4px solid var(--error); overflow-wrap: anywhere; }
.problems strong, .problems span { display: block; }
.notes { display: grid; gap: 4px; color: var(--muted); font-size: .875rem; }
.advice { display: grid; gap: 12px; justify-items: start; padding: 16px; border-radius: var(--radius); background: var(--background); overflow-wrap: anywhere; }
.advice .copyable { width: 100%; }
.also { display: block; color: var(--muted); font-size: .875rem; }
time.also, .value code { font-family: var(--mono); }
time { cursor: help; }
.words { font-weight: 600; }
.value { min-width: 0; }
.value code { white-space: pre-wrap; overflow-wrap: anywhere; }
.value .words + time + code { display: block; color: var(--muted); }
.fields dt { overflow-wrap: anywhere; }
.title-row .copy { margin-right: -12px; }
h2.part::before { content: ""; display: inline-block; width: 12px; height: 12px; margin-right: 8px; border-radius: 3px; background: currentColor; }
h2.part-header::before { color: var(--header); }
h2.part-payload::before { color: var(--payload); }
.parts dl { display: grid; gap: 12px; }
.parts dt { font-weight: 600; }
.parts dt .note { display: block; color: var(--muted); font-weight: 400; font-size: .875rem; }
.parts .part { padding-left: 12px; border-left: 4px solid var(--border); }
.parts code { overflow-wrap: anywhere; word-break: break-all; }
.parts .part-header { border-color: var(--header); }
.parts .part-header code { color: var(--header); }
.parts .part-payload, .parts .part-ciphertext { border-color: var(--payload); }
.parts .part-payload code, .parts .part-ciphertext code { color: var(--payload); }
.parts .part-signature, .parts .part-tag { border-color: var(--signature); }
.parts .part-signature code, .parts .part-tag code { color: var(--signature); }
@media (min-width: 64rem) {
  .page.wide:has(.inspector) { max-width: 78rem; }
  .inspector { grid-template: "intro intro" auto "tool findings" auto "parts findings" 1fr / minmax(0, 5fr) minmax(0, 8fr); }
  .intro { grid-area: intro; }
  .tool, .inspector > noscript { grid-area: tool; }
  .findings, .kinds { grid-area: findings; align-self: start; }
  .parts { grid-area: parts; align-self: start; }
  .report { display: contents; }
  .wide .fields > div { grid-template-columns: 15rem 1fr; }
}
`;

export const inspectorStyle = asset("inspector", "css", css);
