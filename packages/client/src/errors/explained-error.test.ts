import { expect, test } from "vitest";
import { ClientError, isClientError } from "./client-error.ts";
import { errorCodes } from "./codes.ts";
import { explainedError } from "./explained-error.ts";

test("an error begins with the words of its code, or with a sentence on servers", () => {
  expect(new ClientError("provider_unavailable", "status 503").message).toBe(
    "provider unavailable: status 503",
  );
  expect(new ClientError("not_signed_in").message).toBe("not signed in");
  const explained = explainedError("provider_unavailable", "status 503");
  expect(explained.message).toBe(`${errorCodes.provider_unavailable}: status 503`);
  expect(isClientError(explained, "provider_unavailable")).toBe(true);
});
