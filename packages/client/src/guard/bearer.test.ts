import { expect, test } from "vitest";
import { bearerToken } from "./bearer.ts";

function request(headers: Headers | Record<string, string>, url = "https://api.example.com/x"): Request {
  return new Request(url, { headers });
}

test.each(["Bearer abc.def.ghi", "bearer abc.def.ghi", "BEARER   abc.def.ghi"])(
  "reads %s",
  (authorization) => {
    expect(bearerToken(request({ authorization }))).toBe("abc.def.ghi");
  },
);

test.each([{}, { authorization: "" }, { authorization: "Basic YTpi" }, { authorization: "Bearerabc" }])(
  "finds no token in %j",
  (headers) => {
    expect(() => bearerToken(request(headers))).toThrow(expect.objectContaining({ code: "token_missing" }));
  },
);

test("refuses several Authorization headers", () => {
  for (const values of [
    ["Bearer a", "Bearer b"],
    ["Bearer a", "Basic YTpi"],
    ["Basic YTpi", "bearer b"],
  ]) {
    const headers = new Headers();
    for (const value of values) headers.append("authorization", value);
    expect(() => bearerToken(request(headers))).toThrow(expect.objectContaining({ code: "token_misplaced" }));
  }
});

test("refuses a token in the address, also beside one in the header", () => {
  const url = "https://api.example.com/x?access_token=abc";
  for (const headers of [{}, { authorization: "Bearer abc" }]) {
    expect(() => bearerToken(request(headers, url))).toThrow(
      expect.objectContaining({ code: "token_misplaced" }),
    );
  }
});

test("refuses a token with a space", () => {
  expect(() => bearerToken(request({ authorization: "Bearer abc def" }))).toThrow(
    expect.objectContaining({ code: "token_malformed" }),
  );
});
