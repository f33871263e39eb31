/** What is used of Node's messages: those of `node:http`, `node:https` and `node:http2`, and what frameworks make of them. */

/** `IncomingMessage`. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** Express: the address before a router has cut off where it is mounted. */
  readonly originalUrl?: string | undefined;
  /** Names and values in turns. `headers` would have dropped the second `Authorization` of a request that has two. */
  readonly rawHeaders: readonly string[];
  /** True once somebody has read from the body. */
  readonly readableDidRead: boolean;
  on(event: string, listener: (value?: unknown) => void): unknown;
  off(event: string, listener: (value?: unknown) => void): unknown;
  pause(): unknown;
  resume(): unknown;
}

/** `ServerResponse`. */
export interface NodeResponse {
  statusCode: number;
  readonly writableFinished: boolean;
  readonly destroyed: boolean;
  getHeader(name: string): number | string | readonly string[] | undefined;
  setHeader(name: string, value: string | readonly string[]): unknown;
  /** Status, message and headers, the last two as one likes. */
  writeHead(...values: never[]): unknown;
  write(chunk: Uint8Array): boolean;
  end(): unknown;
  destroy(error?: Error): unknown;
  once(event: string, listener: () => void): unknown;
  off(event: string, listener: () => void): unknown;
}
