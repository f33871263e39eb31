/**
 * A small OpenID provider over real HTTP that can be bent: for answers that Poolhouse never gives. Straight, it signs a person in
 * by the authorization code grant with PKCE, refreshes with rotation, and has machines' tokens, userinfo, revocation and keys.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { exportJWK, generateKeyPair } from "jose";
import { onTestFinished } from "vitest";
import { type Bends, createAnswers, type Facts, type RawAnswer } from "./fake-answers.ts";
import { createSigner, type Signer, type SigningKey } from "./fake-signer.ts";

export interface FakeProvider extends Facts {
  readonly clientSecret: string;
  /** Every request, oldest first. */
  readonly requests: { readonly method: string; readonly path: string; readonly form: URLSearchParams }[];
  /** How many there were at a path. */
  count(path: string): number;
  /** Replaces what was bent before; without an argument it is straight again. */
  bend(bends?: Bends): void;
  /** What a browser does: from the authorization endpoint to the address it comes back to. */
  comeBack(authorization: URL): Promise<URL>;
  /** Refuses connections until it is up again, at the same address. */
  goDown(): Promise<void>;
  comeUp(): Promise<void>;
  close(): Promise<void>;
}

export interface FakeProviderOptions {
  /** Epoch milliseconds. Default: `Date.now`. */
  readonly now?: () => number;
  readonly subject?: string;
}

async function startFakeProvider(options: FakeProviderOptions = {}): Promise<FakeProvider> {
  const { now = Date.now, subject = "person-1" } = options;
  onlySigner ??= createSigner("key-1");
  const signer = await onlySigner;
  const requests: FakeProvider["requests"] = [];
  let bends: Bends = {};
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", facts.issuer);
    const form = new URLSearchParams(await bodyOf(request));
    requests.push({ method: request.method ?? "", path: url.pathname, form });
    send(response, bends.answers?.[url.pathname] ?? (await answer(url, form)));
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, "127.0.0.1", () => resolve()));
  const stop = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  await listen(0);
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the provider does not listen");
  const facts: Facts = {
    issuer: `http://127.0.0.1:${address.port}`,
    clientId: "client-1",
    redirectUri: "https://app.example.com/callback",
    ...{ subject, signer, now },
  };
  const answer = createAnswers(facts, () => bends);
  return {
    ...facts,
    clientSecret: "secret-of-client-1",
    requests,
    count: (path) => requests.filter((each) => each.path === path).length,
    bend(changes = {}) {
      bends = changes;
    },
    async comeBack(authorization) {
      const { headers } = await fetch(authorization, { redirect: "manual" });
      return new URL(headers.get("location") ?? "");
    },
    goDown: stop,
    comeUp: () => listen(address.port),
    close: stop,
  };
}

/** An RSA key takes a third of a second to make, and issuers tell providers apart as well as keys would. */
let onlySigner: Promise<Signer> | undefined;

/** For one test alone. */
export async function fakeProvider(options: FakeProviderOptions = {}): Promise<FakeProvider> {
  const provider = await startFakeProvider(options);
  onTestFinished(() => provider.close());
  return provider;
}

/** A key of somebody else's, under any name. */
export async function strangersKey(kid: string, alg = "RS256"): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" } };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += chunk;
  return body;
}

function send(response: ServerResponse, { status, body, headers = {} }: RawAnswer): void {
  const type = typeof body === "object" ? { "content-type": "application/json" } : {};
  response.writeHead(status, { ...type, ...headers });
  response.end(typeof body === "object" ? JSON.stringify(body) : body);
}
