// The parts we use of two packages that bring no types.

declare module "autocannon" {
  import type { EventEmitter } from "node:events";

  export interface Request {
    method: string;
    path: string;
    headers: Record<string, string>;
    body: string;
    /** Makes the request when its turn has come; null skips to the first one. */
    setupRequest?(request: Request, context: Context): Request | null;
    onResponse?(status: number, body: string, context: Context): void;
  }
  /** A connection's own, until it has sent all its requests once. */
  export interface Context {
    answer?: string;
  }
  export interface Client {
    setRequests(requests: Request[]): void;
  }
  export interface Options {
    url: string;
    connections: number;
    duration: number;
    sampleInt: number;
    timeout: number;
    requests: Request[];
    setupClient(client: Client): void;
    verifyBody(body: string): boolean;
  }
  export interface Result {
    errors: number;
    mismatches: number;
  }
  export type Instance = EventEmitter & Promise<Result> & { stop(): void };
  export default function autocannon(options: Options): Instance;
}

declare module "oidc-provider" {
  import type { IncomingMessage, ServerResponse } from "node:http";

  interface Token {
    save(): Promise<string>;
  }
  interface Grant extends Token {
    addOIDCScope(scope: string): void;
    addResourceScope(resource: string, scope: string): void;
  }
  export default class Provider {
    constructor(issuer: string, configuration: object);
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    Client: { find(clientId: string): Promise<object> };
    Grant: new (
      properties: object,
    ) => Grant;
    RefreshToken: new (
      properties: object,
    ) => Token;
  }
}
