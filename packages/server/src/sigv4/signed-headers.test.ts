import { describe, expect, test } from "vitest";
import { checkSignedHeaders } from "./signed-headers.ts";

describe("AP-02 the list of signed headers", () => {
  const headers = { host: "h", "x-amz-date": "20261123T130000Z", "content-type": "text/plain", accept: "*" };

  test("may leave out what steers nothing", () => {
    expect(check("content-type;host;x-amz-date", headers)).toBeUndefined();
    expect(check("accept;content-type;host;x-amz-date", headers)).toBeUndefined();
  });

  test.each([
    ["", "'Host' or ':authority'"],
    ["content-type;x-amz-date", "'Host' or ':authority'"],
    ["host;x-amz-date", "'content-type'"],
    ["content-type;host", "'x-amz-date'"],
  ])("%j lacks a header that must be on it", (list, shown) => {
    expect(check(list, headers)).toEqual({
      name: "InvalidSignatureException",
      message: `${shown} must be a 'SignedHeader' in the AWS Authorization.`,
    });
  });

  test("counts a header sent empty, and not one that was not sent", () => {
    expect(check("host", { host: "h", "x-amz-note": "" })).toMatchObject({
      name: "InvalidSignatureException",
    });
    expect(check("host", { host: "h", "x-amz-note": undefined, "x-amz-other": [] })).toBeUndefined();
  });

  test.each([
    ["unsorted", "host;content-type;x-amz-date"],
    ["in upper case", "Content-Type;host;x-amz-date"],
    ["with a repetition", "content-type;host;host;x-amz-date"],
    ["with an empty name", ";content-type;host;x-amz-date"],
    ["with a space", "content-type; host;host;x-amz-date"],
    ["with a line feed", "a\nb;content-type;host;x-amz-date"],
  ])("%s is refused", (_, list) => {
    expect(check(list, headers)).toEqual({
      name: "InvalidSignatureException",
      message: "'SignedHeaders' must be lower-case header names, sorted, each named once.",
    });
  });

  test.each(["constructor", "__proto__", "absent"])("naming the absent %s is refused", (name) => {
    expect(check(["content-type", "host", "x-amz-date", name].sort().join(";"), headers)).toEqual({
      name: "InvalidSignatureException",
      message: `The 'SignedHeader' '${name}' is not in the request.`,
    });
  });
});

function check(list: string, headers: Record<string, string | string[] | undefined>) {
  const request = { method: "POST", path: "/", query: "", headers, body: new Uint8Array() };
  return checkSignedHeaders(request, list.split(";"));
}
