/** What the development server says of itself, and a person at its sign-in page. */
import { readFileSync } from "node:fs";
import { env } from "node:process";

export const { endpoint, issuer, clients, user } = JSON.parse(
  readFileSync(env["POOLHOUSE_QUICKSTART"] ?? "", "utf8"),
);

/**
 * From the authorization endpoint to the address that the browser comes back to, by name and password.
 * @param {URL} authorization
 * @returns {Promise<URL>}
 */
export async function signInAtPage(authorization) {
  const first = await fetch(authorization, { redirect: "manual" });
  const page = new URL(first.headers.get("location") ?? "", endpoint);
  const cookies = cookiesOf(first);
  const shown = await fetch(page, { headers: { cookie: cookies.join("; ") } });
  cookies.push(...cookiesOf(shown));
  const html = await shown.text();
  const action = /<form[^>]* action="([^"]*)"/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const hidden = [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  const form = new URLSearchParams(hidden.map(([, name = "", value = ""]) => [name, value]));
  form.set("username", user.username);
  form.set("password", user.password);
  const answer = await fetch(new URL(action, endpoint), {
    method: "POST",
    headers: { cookie: cookies.join("; ") },
    body: form,
    redirect: "manual",
  });
  return new URL(answer.headers.get("location") ?? "", endpoint);
}

/** @param {Response} response */
function cookiesOf(response) {
  return response.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");
}
