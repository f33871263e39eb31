import { expect, test } from "vitest";
import { cspSources } from "./page-reply.ts";

test.each([
  ["https://app.example.com/callback?x=1", ["https://app.example.com"]],
  ["https://app.example.com:8443/", ["https://app.example.com:8443"]],
  ["http://localhost:3000/callback", ["http://localhost:*", "http://127.0.0.1:*"]],
  ["http://127.0.0.1/", ["http://localhost:*", "http://127.0.0.1:*"]],
  ["http://[::1]:8000/cb", ["http:"]],
  ["com.example.app:/callback", ["com.example.app:"]],
  ["MyApp://callback", ["myapp:"]],
  ["https://a;script-src.example/", ["https:"]],
  ["https://a'unsafe-inline'.example/", ["https:"]],
  ["nothing", []],
])("HP-02: a form that leads to %s may lead to %j", (uri, sources) => {
  expect(cspSources(uri)).toEqual(sources);
});
