import { expect, test } from "vitest";
import { replayableBody } from "./body.ts";

const streamOf = (...parts: readonly string[]) =>
  new Response(
    new ReadableStream<Uint8Array>({
      start(controller) {
        for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
        controller.close();
      },
    }),
  ).body;

test("a body within the bound is read whole, an empty one too", async () => {
  expect(await replayableBody(null, 8)).toEqual({ kind: "none" });
  expect(await replayableBody(streamOf(), 8)).toEqual({ kind: "whole", bytes: new Uint8Array() });
  const body = await replayableBody(streamOf("abcd", "efgh"), 8);
  expect(body.kind === "whole" && new TextDecoder().decode(body.bytes)).toBe("abcdefgh");
});

test("a larger one is passed on as it comes, with nothing missing", async () => {
  const body = await replayableBody(streamOf("abcd", "efgh", "i", "jkl"), 8);
  expect(body.kind === "stream" && (await new Response(body.stream).text())).toBe("abcdefghijkl");
});

test("a stream that nobody wants any more is cancelled at its source", async () => {
  const cancelled: unknown[] = [];
  const source = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(6)),
    cancel: (reason) => void cancelled.push(reason),
  });
  const body = await replayableBody(source, 8);
  if (body.kind === "stream") await body.stream.cancel("enough");
  expect(cancelled).toEqual(["enough"]);
});
