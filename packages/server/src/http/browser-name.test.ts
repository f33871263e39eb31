import { expect, test } from "vitest";
import { browserName } from "./browser-name.ts";

const webkit = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
const blink = "AppleWebKit/537.36 (KHTML, like Gecko)";
const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
const iPhone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)";
const android = "Mozilla/5.0 (Linux; Android 10; K)";

test.each([
  [`${windows} Gecko/20100101 Firefox/145.0`, "Firefox, Windows"],
  [`${windows} ${blink} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`, "Edge, Windows"],
  [`${windows} ${blink} Chrome/142.0.0.0 Safari/537.36 OPR/124.0.0.0`, "Opera, Windows"],
  [`${mac} ${webkit} Version/18.5 Safari/605.1.15`, "Safari, macOS"],
  [`${mac} ${blink} Chrome/142.0.0.0 Safari/537.36`, "Chrome, macOS"],
  [`${iPhone} ${webkit} Version/18.5 Mobile/15E148 Safari/604.1`, "Safari, iPhone"],
  [`${iPhone} ${webkit} CriOS/142.0.0.0 Mobile/15E148 Safari/604.1`, "Chrome, iPhone"],
  [`${iPhone} ${webkit} FxiOS/145.0 Mobile/15E148 Safari/605.1.15`, "Firefox, iPhone"],
  [`${android} ${blink} Chrome/142.0.0.0 Mobile Safari/537.36`, "Chrome, Android"],
  [
    `${android} ${blink} SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36`,
    "Samsung Internet, Android",
  ],
  [
    "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) " + blink + " Chrome/142.0.0.0 Safari/537.36",
    "Chrome, ChromeOS",
  ],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox, Linux"],
  ["Dillo/3.2 (X11; Linux)", "Linux"],
  ["curl/8.14.1", undefined],
  ['<svg onload="alert(1)">', undefined],
  [`${" ".repeat(600)}Firefox/145.0`, undefined],
  ["", undefined],
  [undefined, undefined],
])("%s is %s", (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name);
});
