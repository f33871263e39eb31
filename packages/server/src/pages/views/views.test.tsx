/** The promises every page keeps, whatever it says. */
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { everyPage, newPassword, targetOf } from "../../../test/support/every-page.ts";
import { plainLook } from "../look.ts";
import type { Asset } from "./asset.ts";
import { renderHome } from "./home.tsx";
import { inspectorAssets } from "./inspector.tsx";
import { assets } from "./layout.tsx";
import { renderNewPassword } from "./new-password.tsx";
import { renderSignOut } from "./sign-out.tsx";
import { houseStyle } from "./theme.ts";

const target = targetOf(plainLook);
const hostile = `"'><svg onload=alert(1)><script>alert(1)</script><b style="x">`;

describe.each(everyPage("Ada"))("the page %s", (name, html) => {
  const tags = readTags(html);

  test("HP-02: has no inline style but the house's, no inline script, and no event handler", () => {
    expect([...html.matchAll(/<style>(.*?)<\/style>/gs)].map(([, css]) => css)).toEqual([houseStyle.css]);
    expect(tags.filter((tag) => tag.name === "style")).toHaveLength(1);
    expect(html.match(/<script[^>]*>[^<]/)).toBeNull();
    expect(
      tags.flatMap((tag) => [...tag.attributes.keys()]).filter((name) => /^(on|style)/.test(name)),
    ).toEqual([]);
  });

  test("HP-11, AZ-23: loads only from its own origin and sends no Referer", () => {
    const loaded = tags.filter((tag) => ["script", "link", "img"].includes(tag.name));
    const paths = loaded.map((tag) => tag.attributes.get("src") ?? tag.attributes.get("href"));
    expect(paths.toSorted()).toEqual([...assets, ...ownAssets(name)].map((asset) => asset.path).toSorted());
    expect(html).toContain('<meta name="referrer" content="no-referrer"/>');
  });

  test("names its language and has one heading of the first rank", () => {
    expect(html).toMatch(/^<!doctype html><html lang="en">/);
    expect(tags.filter((tag) => tag.name === "h1")).toHaveLength(1);
  });

  test("every field has a label and every id is used once", () => {
    const labelled = tags.filter((tag) => tag.name === "label").map((tag) => tag.attributes.get("for"));
    const fields = tags.filter(
      (tag) => tag.name === "textarea" || (tag.name === "input" && tag.attributes.get("type") !== "hidden"),
    );
    expect(fields.map((field) => field.attributes.get("id"))).toEqual(labelled);
    const ids = idsOf(tags);
    expect(ids).toEqual([...new Set(ids)]);
  });

  test("every reference to another element finds it", () => {
    const references = tags.flatMap((tag) => [
      ...(tag.attributes.get("aria-describedby")?.split(" ") ?? []),
      ...["aria-labelledby", "data-copy", "data-reveal"].flatMap((name) => tag.attributes.get(name) ?? []),
      ...(/^#(.*)/
        .exec(tag.attributes.get("href") ?? "")
        ?.slice(1)
        .map(decodeURIComponent) ?? []),
    ]);
    expect(references.filter((id) => !idsOf(tags).includes(id))).toEqual([]);
  });

  test("weighs 30 kB at most, with its style and script; a script of its own 12 kB, compressed", () => {
    const bytes = [html, ...assets.map((asset) => asset.body)].reduce(
      (sum, text) => sum + Buffer.byteLength(text),
      0,
    );
    expect(bytes).toBeLessThanOrEqual(30_000);
    const own = ownAssets(name).map((asset) => gzipSync(asset.body).length);
    expect(Math.max(0, ...own)).toBeLessThanOrEqual(12_000);
  });
});

test.each(everyPage(hostile))("HP-03: the page %s shows hostile values as text", (_name, html) => {
  expect(html).not.toMatch(/<svg onload|<script>|<b style/);
  expect(readTags(html).flatMap((tag) => [...tag.attributes.keys()])).not.toContain("onload");
});

test("the error summary links to each wrong field, and the field names its error", () => {
  const html = renderNewPassword({
    ...newPassword("Ada"),
    errors: [{ field: "confirmPassword", message: "The two passwords differ." }],
    attributes: [{ name: "custom:UAID", label: "UAID", type: "text", error: "Enter your UAID." }],
  });
  expect(html).toContain('<a class="jump" href="#field-confirmPassword">The two passwords differ.</a>');
  expect(html).toContain('<a class="jump" href="#field-userAttributes.custom%3AUAID">Enter your UAID.</a>');
  expect(html).toContain("2 fields need attention");
  const field = readTags(html).find((tag) => tag.attributes.get("name") === "userAttributes.custom:UAID");
  expect(field?.attributes.get("aria-invalid")).toBe("true");
  expect(field?.attributes.get("aria-describedby")).toBe("field-userAttributes.custom:UAID-error");
});

test("HP-04: both fields of a new password say so to password managers", () => {
  const fields = readTags(renderNewPassword(newPassword("Ada"))).filter(
    (tag) => tag.attributes.get("type") === "password",
  );
  expect(fields.map((field) => [field.attributes.get("name"), field.attributes.get("autocomplete")])).toEqual(
    [
      ["newPassword", "new-password"],
      ["confirmPassword", "new-password"],
    ],
  );
});

test("LO-03: signing out is a form to post, not a link to follow", () => {
  const html = renderSignOut({ ...target, action: "/logout", poolName: "quickstart" });
  expect(html).toContain("Sign out of quickstart?");
  expect(html).toContain('<form class="stack" method="post" action="/logout">');
  expect(html).not.toContain("<a ");
});

test("outside development mode the start page tells the name and nothing else", () => {
  expect(
    renderHome()
      .replace(/^.*<body>/s, "")
      .replace(/<[^>]*>/g, ""),
  ).toBe("PoolhousePoolhouse");
});

/** What one page has beside the files of all. */
function ownAssets(name: string): readonly Asset[] {
  return name === "inspector" ? inspectorAssets : [];
}

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Reads start tags as a browser would, as long as attribute values are quoted, which Preact's are. */
function readTags(html: string): Tag[] {
  return [...html.matchAll(/<([a-z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g)].map(
    ([, name = "", rest = ""]) => ({
      name,
      attributes: new Map(
        [...rest.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(([, attribute = "", value = ""]) => [
          attribute,
          value,
        ]),
      ),
    }),
  );
}

function idsOf(tags: readonly Tag[]): string[] {
  return tags.flatMap((tag) => tag.attributes.get("id") ?? []);
}
