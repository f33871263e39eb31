/**
 * The script of `/inspect`: what is pasted is read here, in the page, and goes nowhere. The page's policy allows no connection, no
 * form and no script but this origin's; this script makes no address, no request and no storage entry out of a token, and puts other
 * people's text into the page as text.
 *
 * The page's words without a token are in its markup (`src/pages/views/inspector.tsx`); the words about a token come from the kit.
 */
import { inspectToken, splitToken } from "@poolhouse/client/inspect";
import { cleanAddress } from "./address.ts";
import { createClock } from "./clock.ts";
import type { Inspection } from "./inspection.ts";
import { findKeys } from "./keys.ts";
import { createMovingTexts } from "./moving-texts.ts";
import { byId } from "./nodes.ts";
import { readSettings } from "./settings.ts";
import { renderInspection, whatIsSaid } from "./views/render.ts";

const settings = readSettings(byId("inspector"));
const now = createClock(settings.now);
const moving = createMovingTexts<Inspection>();
const token = byId<HTMLTextAreaElement>("token");
const keySet = byId<HTMLTextAreaElement>("key-set");

let asked = 0;
let shownState = "";

/** What was asked last wins, whatever was answered last. */
async function inspect(): Promise<void> {
  asked += 1;
  const mine = asked;
  const inspection = await look();
  if (mine === asked) show(inspection);
}

async function look(): Promise<Inspection | undefined> {
  const pasted = token.value;
  if (pasted.trim() === "") return undefined;
  const { issuer } = await inspectToken(pasted);
  const keys = findKeys(settings, issuer, keySet.value);
  const report = await inspectToken(pasted, { now: now(), keys: keys.found });
  return { report, keys, parts: splitToken(pasted), openKeySet };
}

/** While only time passes, only the times change, so that a selection and the focus stay where they are. */
function show(inspection: Inspection | undefined): void {
  const state = JSON.stringify([token.value, keySet.value, inspection && stateOf(inspection)]);
  if (state === shownState) {
    if (inspection !== undefined) moving.update(inspection);
    return;
  }
  shownState = state;
  moving.forget();
  byId("report").replaceChildren(...(inspection === undefined ? [] : renderInspection(inspection, moving)));
  byId("kinds").hidden = inspection !== undefined;
  byId<HTMLButtonElement>("clear").disabled = token.value === "" && keySet.value === "";
  byId("said").textContent = inspection === undefined ? "" : whatIsSaid(inspection);
}

function stateOf({ report, keys }: Inspection): unknown {
  return [report.problems.map(({ code }) => code), report.verdict.state, keys.problem];
}

function openKeySet(): void {
  byId<HTMLDetailsElement>("key-set-box").open = true;
  keySet.focus();
}

function clear(): void {
  token.value = "";
  keySet.value = "";
  void inspect();
  token.focus();
}

function fill(text: string): void {
  token.value = text;
  void inspect();
}

/** Ctrl-V anywhere means the token, unless it is meant for a field. */
function pasteAnywhere(event: ClipboardEvent): void {
  const isField = event.target instanceof HTMLTextAreaElement;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (isField || text === "") return;
  event.preventDefault();
  fill(text);
}

function lookAtAddress(): void {
  if (cleanAddress()) byId("notice").hidden = false;
}

function start(): void {
  // Translators in browsers send a page's text elsewhere.
  byId("inspector").translate = false;
  byId("tool").hidden = false;
  for (const field of [token, keySet]) field.addEventListener("input", () => void inspect());
  byId("clear").addEventListener("click", clear);
  const { sample } = settings;
  if (sample !== undefined) {
    byId("sample").hidden = false;
    byId("sample").addEventListener("click", () => fill(sample));
  }
  document.addEventListener("paste", pasteAnywhere);
  addEventListener("hashchange", lookAtAddress);
  // Going back to this page must not bring back what was pasted.
  addEventListener("pagehide", clear);
  setInterval(() => document.hidden || void inspect(), 1000);
  lookAtAddress();
  if (matchMedia("(pointer: fine)").matches) token.focus();
  void inspect();
}

start();
