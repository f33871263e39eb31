/** Watchers wrap the whole answering of a request: the log, the metrics, the traces. */
import type { Reply } from "./reply.ts";
import type { HttpRequest } from "./request.ts";

export type RequestWatcher = (request: HttpRequest, answer: () => Promise<Reply>) => Promise<Reply>;

/** The first is the outermost. */
export function watched(
  watchers: readonly RequestWatcher[],
  request: HttpRequest,
  answer: () => Promise<Reply>,
): Promise<Reply> {
  let work = answer;
  for (const watcher of watchers.toReversed()) {
    const inner = work;
    work = () => watcher(request, inner);
  }
  return work();
}
