/** A proxy that a browser sends everything through, and that writes down all of it: not every body is shown to the browser's tools. */
import { type Exchange, startRecorder } from "../../../../server/test/support/recorder.ts";
import type { Evidence } from "./evidence.ts";

export interface RecordingProxy {
  readonly address: string;
  /** Oldest first. */
  readonly seen: Evidence[];
  close(): Promise<void>;
}

export async function startRecordingProxy(): Promise<RecordingProxy> {
  const seen: Evidence[] = [];
  const { port, close } = await startRecorder({
    addressOf: (url) => url,
    keep: (exchange) => seen.push(...evidenceOf(exchange)),
  });
  return { address: `http://127.0.0.1:${port}`, seen, close };
}

function evidenceOf({ method, url, headers, body, answerHeaders, answer }: Exchange): Evidence[] {
  const what = `${method} ${withoutQuery(url)}`;
  return [
    { where: `the address of ${what}`, text: url },
    { where: `a request header of ${what}`, text: JSON.stringify(headers) },
    { where: `the request body of ${what}`, text: body.toString("latin1") },
    { where: `a response header of ${what}`, text: JSON.stringify(answerHeaders) },
    { where: `the response body of ${what}`, text: answer.toString("latin1") },
  ];
}

export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, "");
}
