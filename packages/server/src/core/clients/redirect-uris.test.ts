import { describe, expect, test } from "vitest";
import { redirectUriProblem } from "./redirect-uris.ts";

describe("an address to be sent back to", () => {
  test.each([
    "https://app.example.com/callback",
    "https://app.example.com:8443/callback?tenant=1",
    "http://localhost:3000/callback",
    "http://127.0.0.1/callback",
    "http://[::1]:3000/",
    "myapp://callback",
    "com.example.app:/oauth2redirect",
    "com.example.app://callback",
  ])("AZ-03: %s may be registered", (uri) => {
    expect(redirectUriProblem(uri)).toBeUndefined();
  });

  test.each([
    ["JaVaScRiPt:alert(1)", "scheme"],
    ["javascript://%0aalert(1)", "scheme"],
    ["DATA:text/html,hello", "scheme"],
    ["data://text/html,hello", "scheme"],
    ["File:///etc/passwd", "scheme"],
    ["vbScript:msgbox(1)", "scheme"],
    ["blob://x", "scheme"],
    ["myapp:callback", "scheme"],
    ["http://app.example.com/callback", "http"],
    ["HTTP://app.example.com/callback", "http"],
    ["http://localhost.example.com/", "http"],
    ["http://127.0.0.1.example.com/", "http"],
    ["http://localhost@example.com/", "malformed"],
    ["https://app.example.com@example.org/", "malformed"],
    ["https://:secret@app.example.com/", "malformed"],
    ["https://app.example.com/#done", "fragment"],
    ["https://app.example.com/#", "fragment"],
    ["com.example.app:/done#x", "fragment"],
    ["https:app.example.com", "malformed"],
    ["https:///callback", "malformed"],
    ["https://app.example.com\\@example.org", "malformed"],
    ["https://app.example.com/a b", "malformed"],
    ["java\nscript:alert(1)", "malformed"],
    [" javascript:alert(1)", "malformed"],
    ["/callback", "malformed"],
    ["//app.example.com/callback", "malformed"],
    ["https:", "malformed"],
    ["", "malformed"],
  ])("AZ-03: %j is refused as %s", (uri, problem) => {
    expect(redirectUriProblem(uri)).toBe(problem);
  });
});
