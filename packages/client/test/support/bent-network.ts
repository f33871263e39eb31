/** The network between an app's server and its provider, which loses, delays and refuses what a test tells it to. */
import type { TestTime } from "./test-time.ts";

export type Mishap =
  | "pass"
  /** The provider never gets the request. */
  | "down"
  /** The provider does what it was asked, and its answer is lost. */
  | "lost"
  /** The provider does what it was asked; its answer comes when the test lets it. */
  | "late"
  /** The request itself comes to the provider when the test lets it. */
  | "slow"
  | "500"
  /** Refused, when the test lets it. */
  | "late_invalid_grant"
  | "invalid_grant";

export interface BentNetwork {
  readonly fetch: typeof fetch;
  /** The forms that were sent to the token endpoint to refresh, lost ones included. */
  readonly refreshes: URLSearchParams[];
  /** All requests, oldest first. */
  readonly requests: string[];
  /** What happens to the next refreshes; afterwards `usual` does. */
  next(...mishaps: readonly Mishap[]): void;
  usual(mishap: Mishap): void;
  /** Everything fails that is not to the token endpoint, or nothing does. */
  cutOff(isCutOff: boolean): void;
  /** Resolves once so many answers are held back, with the way to let them go. */
  held(count?: number): Promise<() => void>;
}

export function createBentNetwork(time: TestTime): BentNetwork {
  const refreshes: URLSearchParams[] = [];
  const requests: string[] = [];
  const queue: Mishap[] = [];
  let usual: Mishap = "pass";
  let isCutOff = false;
  let gates: (() => void)[] = [];

  const gate = () => new Promise<void>((resolve) => gates.push(resolve));
  const send = (input: RequestInfo | URL, init?: RequestInit) => time.busy(() => fetch(input, init));

  return {
    refreshes,
    requests,
    next: (...mishaps) => void queue.push(...mishaps),
    usual(mishap) {
      usual = mishap;
    },
    cutOff(value) {
      isCutOff = value;
    },
    async held(count = 1) {
      while (gates.length < count) await new Promise((resolve) => setImmediate(resolve));
      return () => {
        for (const open of gates) open();
        gates = [];
      };
    },
    async fetch(input, init) {
      const url = input instanceof Request ? input.url : String(input);
      requests.push(`${init?.method ?? "GET"} ${url}`);
      const form = init?.body instanceof URLSearchParams ? init.body : new URLSearchParams();
      if (!url.endsWith("/oauth2/token") || form.get("grant_type") !== "refresh_token") {
        if (isCutOff) throw new TypeError("fetch failed");
        return send(input, init);
      }
      refreshes.push(new URLSearchParams(form));
      switch (queue.shift() ?? usual) {
        case "pass":
          return send(input, init);
        case "down":
          throw new TypeError("fetch failed");
        case "lost":
          await send(input, init);
          throw new TypeError("fetch failed");
        case "late": {
          const answer = await send(input, init);
          await gate();
          return answer;
        }
        case "slow":
          await gate();
          return send(input, init);
        case "500":
          return new Response("<h1>Bad gateway</h1>", {
            status: 500,
            headers: { "content-type": "text/html" },
          });
        case "late_invalid_grant":
          await gate();
          return Response.json({ error: "invalid_grant" }, { status: 400 });
        case "invalid_grant":
          return Response.json({ error: "invalid_grant" }, { status: 400 });
      }
    },
  };
}
