/** Serves the browser app. It is no part of the sign-in: any host of files would do. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { readQuickstart, sayHello } from "../quickstart.ts";

const quickstart = await readQuickstart();
const { clientId, redirectUri, logoutUri } = quickstart.clients.spa;
const settings = JSON.stringify({ issuer: quickstart.issuer, clientId, redirectUri });

const page = await readFile(join(import.meta.dirname, "index.html"), "utf8");
const files: Record<string, readonly [contentType: string, content: string]> = {
  "/app.js": ["text/javascript", await bundle(join(import.meta.dirname, "app.ts"))],
  "/style.css": ["text/css", await readFile(join(import.meta.dirname, "..", "style.css"), "utf8")],
};
const html = ["text/html", page.replace(">null<", `>${settings}<`)] as const;

/** What a page that holds tokens should have: no script but its own, and connections to two addresses only. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  `connect-src ${new URL(quickstart.issuer).origin} http://localhost:4000`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

createServer((request, response) => {
  const [path = ""] = (request.url ?? "").split("?");
  const [contentType, content] = files[path] ?? html;
  response.setHeader("content-type", `${contentType}; charset=utf-8`);
  response.setHeader("content-security-policy", policy);
  response.setHeader("referrer-policy", "no-referrer");
  response.end(content);
}).listen(Number(new URL(redirectUri).port), "localhost", () => {
  sayHello("An app in the browser", logoutUri, quickstart);
});

async function bundle(input: string): Promise<string> {
  const made = await rolldown({ input, platform: "browser", logLevel: "warn" });
  const { output } = await made.generate({ format: "esm", minify: true });
  return output[0].code;
}
