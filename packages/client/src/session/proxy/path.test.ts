import { expect, test } from "vitest";
import { upstreamUrl } from "./path.ts";

const route = { prefix: "/api/", upstream: new URL("http://localhost:4000/v1/"), methods: new Set<string>() };

test("the prefix is replaced by the upstream, and the query comes along", () => {
  expect(upstreamUrl(route, "/api/items/7", "?a=b")?.href).toBe("http://localhost:4000/v1/items/7?a=b");
  expect(upstreamUrl(route, "/api/", "")?.href).toBe("http://localhost:4000/v1/");
  expect(upstreamUrl(route, "/api/caf%C3%A9%20a:b@c", "")?.href).toBe(
    "http://localhost:4000/v1/caf%C3%A9%20a:b@c",
  );
});

test.each([
  "/api/../admin",
  "/api/%2e%2e/admin",
  "/api/%2E./admin",
  "/api/%252e%252e/admin",
  "/api/.",
  "/api/..;/admin",
  "/api/.;a/admin",
  "/api//evil.example",
  "//evil.example/api/",
  "/api/a%2fb",
  "/api/a%252Fb",
  "/api/a%25252Fb",
  "/api/%5c..",
  "/api/\\evil",
  "/api/a%00b",
  "/api/a%0d%0ab",
  "/api/%",
  "/api/%zz",
  "/api/a#b",
  "/api/a?b",
  "/api/a\u0001b",
])("BF-05: %j is refused before anything is sent", (path) =>
  expect(upstreamUrl(route, path, "")).toBeUndefined(),
);
