/** What is used of Hono's `Context`. */
export interface HonoContext {
  readonly req: { readonly raw: Request };
  /** `@hono/node-server` keeps Node's request here; other runtimes keep other things. */
  readonly env: unknown;
  /** What a handler has thrown, once `next` is done. */
  readonly error: Error | undefined;
  res: Response;
  set(name: string, value: unknown): void;
  header(name: string, value: string, options: { readonly append: boolean }): void;
}

/** Middleware of Hono 4. */
export type Middleware = (context: HonoContext, next: () => Promise<void>) => Promise<Response | undefined>;
