/** A front before a server that keeps every request and its answer. */
import { startRecorder, type Exchange as WithBytes } from "../recorder.ts";

export type Exchange = WithBytes<string>;

export interface RecordingFront {
  readonly url: string;
  /** Oldest first. */
  readonly exchanges: Exchange[];
  close(): Promise<void>;
}

export async function startRecordingFront(target: string): Promise<RecordingFront> {
  const exchanges: Exchange[] = [];
  const { port, close } = await startRecorder({
    addressOf: (url) => target + url,
    keep({ body, answer, ...exchange }) {
      exchanges.push({ ...exchange, body: body.toString(), answer: answer.toString() });
    },
  });
  return { url: `http://localhost:${port}`, exchanges, close };
}
