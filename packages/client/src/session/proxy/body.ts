/** The body of a request that may have to be sent twice. */

type Chunk = Uint8Array<ArrayBuffer>;

export type ReplayableBody =
  | { readonly kind: "none" }
  /** Whole, so it can be sent again. */
  | { readonly kind: "whole"; readonly bytes: Chunk }
  /** Larger than the bound: passed on as it comes, and sent once. */
  | { readonly kind: "stream"; readonly stream: ReadableStream<Uint8Array> };

export async function replayableBody(
  body: ReadableStream<Uint8Array> | null,
  mostBytes: number,
): Promise<ReplayableBody> {
  if (body === null) return { kind: "none" };
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  for (let size = 0; size <= mostBytes; ) {
    const { done, value } = await reader.read();
    if (done) return { kind: "whole", bytes: joined(chunks, size) };
    chunks.push(value);
    size += value.length;
  }
  return { kind: "stream", stream: continued(chunks, reader) };
}

/** What was read already, and then the rest at the pace of whoever reads it. */
function continued(
  chunks: readonly Uint8Array[],
  reader: ReadableStreamDefaultReader<Uint8Array>,
): ReadableStream<Uint8Array> {
  const first = [...chunks];
  return new ReadableStream({
    async pull(controller) {
      const early = first.shift();
      if (early !== undefined) return controller.enqueue(early);
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

function joined(chunks: readonly Uint8Array[], size: number): Chunk {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
