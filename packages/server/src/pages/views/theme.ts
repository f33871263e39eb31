/**
 * What every page looks like, in the page itself, so that it is painted from one answer. Sizes keep to a 4 px grid; light and dark follow
 * the system.
 */
import { createHash } from "node:crypto";
import { dark, light } from "../../core/branding/house-colours.ts";
import { customProperties } from "./colours.ts";

const css = `:root {
  color-scheme: light dark;
  ${customProperties(light)}
  --line: color-mix(in srgb, var(--border) 35%, transparent);
  --shadow: 0 1px 2px rgb(16 34 43 / .06), 0 8px 28px rgb(16 34 43 / .08);
  --radius: 8px;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root { ${customProperties(dark)} --shadow: 0 1px 2px rgb(0 0 0 / .4), 0 8px 28px rgb(0 0 0 / .32); }
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; min-height: 100svh; padding: 24px 16px 48px;
  background: var(--background); color: var(--text);
  font: 400 1rem/1.5 var(--sans); overflow-wrap: break-word;
}
h1, h2, h3, p, ul, ol, dl, dd, pre { margin: 0; }
h1 { font-size: 1.5rem; line-height: 1.2; font-weight: 650; letter-spacing: -.015em; }
h2 { font-size: 1.125rem; line-height: 1.333; font-weight: 650; }
h2 + p { margin-top: 4px; }
h3 { font-size: .9375rem; font-weight: 600; }
a { color: var(--primary); text-decoration-thickness: 1px; text-underline-offset: 3px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
[hidden] { display: none !important; }
var { font-style: normal; text-decoration: underline dotted; text-underline-offset: 3px; }
section:target { border-color: var(--primary); }
code, pre { font-family: var(--mono); font-size: .875rem; }
.visually-hidden {
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap;
}

.page { max-width: 26rem; margin: 0 auto; }
.page.wide { max-width: 52rem; }
.brand { display: flex; align-items: center; gap: 12px; min-height: 44px; margin-bottom: 20px; font-weight: 600; }
.brand svg { flex: none; width: 32px; height: 32px; color: var(--primary); }
.logo { display: block; max-width: 100%; max-height: 64px; }
.legal { font-size: .875rem; color: var(--muted); }
.card {
  padding: 24px; background: var(--surface);
  border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow);
}
.card + .card { margin-top: 20px; }
.stack > * + * { margin-top: 20px; }
.stack + .card { margin-top: 20px; }
.entry { padding: 12px 0; border-top: 1px solid var(--line); }
.entry:first-child { padding-top: 0; border-top: 0; }
.entry:last-child { padding-bottom: 0; }
.acts { display: flex; flex-wrap: wrap; gap: 0 20px; }
.act {
  display: inline-flex; align-items: center; min-height: 44px; padding: 0; border: 0; background: transparent;
  color: var(--primary); font: 600 .9375rem/1.5 var(--sans); text-decoration: none; cursor: pointer;
}
.act:hover { text-decoration: underline; text-underline-offset: 3px; }
/* Names that others have chosen: in a row, too, they may be broken. */
.anywhere, .brand, .links, .jump, .button, .message-head { overflow-wrap: anywhere; }
.lead { margin-top: 8px; color: var(--muted); }
.muted { color: var(--muted); }
.small { font-size: .875rem; }
.after { margin-top: 8px; }
.links { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 24px; }
.links a, .jump { display: inline-flex; align-items: center; min-height: 44px; }
.names { font-weight: 600; overflow-wrap: anywhere; }

.button {
  display: flex; align-items: center; justify-content: center; width: 100%; min-height: 48px; padding: 8px 20px;
  border: 1px solid transparent; border-radius: var(--radius);
  background: var(--button, var(--primary)); color: var(--on-button, var(--on-primary));
  font: 600 1rem/1.5 var(--sans); text-align: center; text-decoration: none; cursor: pointer;
}
.button:hover { background: color-mix(in srgb, var(--button, var(--primary)) 86%, var(--text)); }
.button.quiet { background: transparent; border-color: var(--border); color: var(--primary); }
.button.quiet:hover { border-color: var(--primary); }

.field > label { display: block; margin-bottom: 4px; font-weight: 600; }
.control { position: relative; }
.control input {
  width: 100%; min-height: 48px; padding: 8px 12px;
  border: 1px solid var(--border); border-radius: var(--radius);
  background: var(--surface); color: var(--text); font: 400 1rem/1.5 var(--sans);
}
.control input:hover { border-color: var(--text); }
.control input:focus { outline: 3px solid var(--focus); outline-offset: -1px; border-color: var(--focus); }
.control input[readonly] { background: var(--background); border-color: var(--line); color: var(--muted); }
.control input[aria-invalid] { border-color: var(--error); box-shadow: inset 0 0 0 1px var(--error); }
.control.secret input { padding-right: 112px; }
.reveal {
  position: absolute; top: 2px; right: 2px; min-width: 64px; min-height: 44px; padding: 0 12px;
  border: 0; border-radius: 6px; background: transparent; color: var(--primary);
  font: 600 .875rem/1.5 var(--sans); cursor: pointer;
}
.reveal:focus-visible { outline-offset: -3px; }
.reveal:hover, .copy:hover { text-decoration: underline; text-underline-offset: 3px; }
.help, .wrong { margin-top: 4px; font-size: .875rem; line-height: 1.43; }
.help { color: var(--muted); }
.wrong { color: var(--error); font-weight: 600; }
.summary {
  padding: 12px 16px; border: 1px solid var(--error); border-left-width: 4px; border-radius: var(--radius);
}
.summary:focus { outline: none; }
.summary h2 { color: var(--error); font-size: 1rem; line-height: 1.5; }
.summary ul { padding: 0; list-style: none; }
.summary li a { color: var(--error); }
.summary .jump { padding: 4px 0; }

.qr { display: block; width: 208px; max-width: 100%; margin: 16px auto; border: 1px solid var(--line); border-radius: var(--radius); }
.notice {
  padding: 12px 16px; border: 1px solid var(--success); border-left-width: 4px; border-radius: var(--radius);
  color: var(--success); font-weight: 600;
}

.facts > div { padding: 12px 0; border-top: 1px solid var(--line); }
.facts > div:first-child { border-top: 0; padding-top: 0; }
.facts > div:last-child { padding-bottom: 0; }
.facts dt { color: var(--muted); font-size: .875rem; }
.facts dd { overflow-wrap: anywhere; }
.copyable { display: flex; align-items: center; justify-content: space-between; gap: 12px; min-height: 44px; }
.copyable > code { min-width: 0; overflow-wrap: anywhere; }
.ruled { border-top: 1px solid var(--line); padding-top: 16px; }
.facts dt .note { display: block; }
.term { font-weight: 600; }
.actions { display: grid; gap: 12px; }
.message-tools > .copy { min-width: 0; margin: -8px -12px; }
.code { width: fit-content; padding-left: 16px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--background); }
.code > code { font-size: 1.25rem; letter-spacing: .08em; }
.code > .copy { margin-right: 0; }
.copy {
  flex: none; min-width: 80px; min-height: 44px; padding: 0 12px; margin-right: -12px; text-align: right;
  border: 0; border-radius: 6px; background: transparent; color: var(--primary);
  font: 600 .875rem/1.5 var(--sans); cursor: pointer;
}
.command { border: 1px solid var(--line); border-radius: var(--radius); background: var(--background); }
.command > header { display: flex; align-items: center; justify-content: space-between; gap: 12px; min-height: 52px; padding: 4px 16px; line-height: 1.25; }
.command pre { padding: 0 16px 16px; overflow-x: auto; white-space: pre; line-height: 1.5; tab-size: 2; }
.command pre:focus-visible { outline-offset: -3px; border-radius: var(--radius); }
.title-row { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0 24px; }
.message-head { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 16px; }
.message-body { white-space: pre-wrap; overflow-wrap: anywhere; }
.tag { padding: 0 8px; border: 1px solid var(--border); border-radius: 999px; color: var(--muted); font-size: .75rem; line-height: 20px; font-weight: 600; }
.done { display: flex; align-items: center; gap: 12px; }
.done svg { flex: none; width: 28px; height: 28px; color: var(--success); }

@media (min-width: 40rem) {
  body { padding-top: clamp(32px, 12vh, 120px); }
  .actions { grid-template-columns: repeat(4, auto); }
  body.top { padding-top: 40px; }
  h1 { font-size: 1.75rem; }
  .card { padding: 32px; }
  .wide .facts > div { display: grid; grid-template-columns: 11rem 1fr; align-items: center; gap: 16px; padding: 4px 0; }
  .wide .facts dt, .wide .facts dd:not(.copyable) { padding: 8px 0; }
}
@media (prefers-reduced-motion: no-preference) {
  .button, .control input { transition: background-color .12s, border-color .12s; }
}
`;

export const houseStyle = {
  css,
  /** How a content security policy names it (CSP 3 §2.3.1): no other style may stand in a page. */
  source: `'sha256-${createHash("sha256").update(css).digest("base64")}'`,
};
