import { expect, test } from "vitest";
import { doorOf } from "./door.ts";

test.each([
  ["POST", "/", "api"],
  ["GET", "/", "pages"],
  ["POST", "/oauth2/token", "oauth"],
  ["GET", "/oauth2/nowhere", "oauth"],
  ["GET", "/oauth2/authorize", "pages"],
  ["GET", "/us-east-1_a/.well-known/jwks.json", "metadata"],
  ["POST", "/login", "pages"],
] as const)("%s %s is answered in the form of %s", (method, path, door) => {
  expect(doorOf({ method, path, headers: {} })).toBe(door);
});

test.each([
  ["/us-east-1_a", "api"],
  ["/oauth2/authorize", "pages"],
] as const)("an SDK that calls %s is answered in the form of %s (AZ-24)", (path, door) => {
  const headers = { "x-amz-target": "AWSCognitoIdentityProviderService.GetUser" };
  expect(doorOf({ method: "POST", path, headers })).toBe(door);
});
