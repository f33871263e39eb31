/** Where a guard gets its keys from, how often it asks, and what it does while nobody answers. */
import { describe, expect, test } from "vitest";
import { createGuard, type GuardOptions } from "../src/guard/index.ts";
import { failureOf } from "./support/failing.ts";
import { type FakeProvider, fakeProvider } from "./support/fake-provider.ts";
import { createSigner } from "./support/fake-signer.ts";

const keys = "/keys";
const metadata = "/.well-known/openid-configuration";

interface Scene {
  readonly provider: FakeProvider;
  readonly guard: ReturnType<typeof createGuard>;
  pass(seconds: number): void;
  token(header?: Readonly<Record<string, unknown>>): Promise<string>;
}

async function scene(options: Partial<GuardOptions> = {}): Promise<Scene> {
  const provider = await fakeProvider();
  let time = Date.now();
  const now = () => time;
  return {
    provider,
    guard: createGuard({ issuer: provider.issuer, clientIds: [provider.clientId], now, ...options }),
    pass(seconds) {
      time += seconds * 1000;
    },
    token(header) {
      const iat = Math.floor(Date.now() / 1000);
      const { issuer: iss, clientId: client_id } = provider;
      return provider.signer.sign(
        { iss, sub: "ada", client_id, token_use: "access", iat, exp: iat + 86_400 },
        header,
      );
    },
  };
}

test("the keys are fetched with the first token, once for many at the same time", async () => {
  const { provider, guard, token } = await scene();
  expect(provider.requests).toEqual([]);
  const tokens = await Promise.all(Array.from({ length: 20 }, () => token()));
  await Promise.all(tokens.map((each) => guard.verify(each)));
  expect([provider.count(metadata), provider.count(keys)]).toEqual([1, 1]);
});

test("an unknown kid makes it ask again, at most once in half a minute", async () => {
  const { provider, guard, token, pass } = await scene();
  await guard.verify(await token());
  const unknown = await token({ kid: "key-2" });
  for (let tries = 0; tries < 10; tries += 1) {
    expect(await failureOf(guard.verify(unknown))).toHaveProperty("code", "token_key_unknown");
  }
  expect(provider.count(keys)).toBe(1);
  pass(31);
  for (let tries = 0; tries < 10; tries += 1) await failureOf(guard.verify(unknown));
  expect(provider.count(keys)).toBe(2);
});

test("a new key is found by its first token", async () => {
  const { provider, guard, token, pass } = await scene();
  await guard.verify(await token());
  pass(31);
  const second = await createSigner("key-2");
  provider.bend({ keys: (known) => [...known, second.jwk] });
  const signed = await token({ kid: "key-2" });
  // That is the first key's signature under the second's name.
  expect(await failureOf(guard.verify(signed))).toHaveProperty("code", "token_signature");
  const claims = { iss: provider.issuer, sub: "ada", client_id: provider.clientId, token_use: "access" };
  const iat = Math.floor(Date.now() / 1000);
  expect(await guard.verify(await second.sign({ ...claims, iat, exp: iat + 60 }))).toHaveProperty(
    "subject",
    "ada",
  );
});

test("a removed key stops serving ten minutes later", async () => {
  const { provider, guard, token, pass } = await scene();
  await guard.verify(await token());
  provider.bend({ keys: () => [] });
  pass(599);
  await guard.verify(await token());
  pass(2);
  // This one is still served while the keys are fetched.
  await guard.verify(await token());
  await expect.poll(() => provider.count(keys)).toBe(2);
  await expect
    .poll(async () =>
      guard.verify(await token()).then(
        () => "served",
        () => "refused",
      ),
    )
    .toBe("refused");
});

test("a token with a known key does not wait for somebody else's unknown one", async () => {
  let isSlow = false;
  const slow = Promise.withResolvers<void>();
  const { guard, token, pass } = await scene({
    fetch: async (...args) => {
      if (isSlow) await slow.promise;
      return fetch(...args);
    },
  });
  await guard.verify(await token());
  isSlow = true;
  pass(31);
  const waiting = failureOf(guard.verify(await token({ kid: "key-2" })));
  expect(await guard.verify(await token())).toHaveProperty("subject", "ada");
  slow.resolve();
  expect(await waiting).toHaveProperty("code", "token_key_unknown");
});

describe("while the provider is down", () => {
  test("known keys go on serving, also when they are due", async () => {
    const { provider, guard, token, pass } = await scene();
    await guard.verify(await token());
    await provider.goDown();
    pass(3600);
    for (let tries = 0; tries < 3; tries += 1) {
      expect(await guard.verify(await token())).toHaveProperty("subject", "ada");
    }
    // Whether there is such a key nobody can know now.
    const unknown = await token({ kid: "key-2" });
    expect(await failureOf(guard.verify(unknown))).toHaveProperty("code", "provider_unavailable");
    await provider.comeUp();
    pass(2);
    expect(await failureOf(guard.verify(unknown))).toHaveProperty("code", "token_key_unknown");
  });

  test("a guard without keys says so, and has them soon after", async () => {
    const { provider, guard, token, pass } = await scene();
    await provider.goDown();
    expect(await failureOf(guard.verify(await token()))).toHaveProperty("code", "provider_unavailable");
    await provider.comeUp();
    // In the second after a failure nobody is asked again.
    expect(await failureOf(guard.verify(await token()))).toHaveProperty("code", "provider_unavailable");
    expect(provider.requests).toEqual([]);
    pass(1);
    expect(await guard.verify(await token())).toHaveProperty("subject", "ada");
  });

  test.each([500, 503, 429])("status %d is not about the token", async (status) => {
    const { provider, guard, token } = await scene();
    provider.bend({ answers: { [keys]: { status } } });
    expect(await failureOf(guard.verify(await token()))).toHaveProperty("code", "provider_unavailable");
  });

  test("no answer in time is no answer", async () => {
    const never: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener("abort", () => reject(new Error("late")));
      });
    const { guard, token } = await scene({ fetch: never, timeoutMs: 1 });
    expect(await failureOf(guard.verify(await token()))).toHaveProperty("code", "provider_unavailable");
  });
});

describe("MD-06: the metadata must name the issuer, byte for byte:", () => {
  test.each<[string, (issuer: string) => unknown]>([
    ["another issuer", () => "https://evil.example.com"],
    ["a slash more", (issuer) => `${issuer}/`],
    ["another case", (issuer) => issuer.replace("http", "HTTP")],
    ["none", () => undefined],
  ])("%s is refused before its keys are asked for", async (_, change) => {
    const { provider, guard, token } = await scene();
    provider.bend({ metadata: (good) => ({ ...good, issuer: change(provider.issuer) }) });
    expect(await failureOf(guard.verify(await token()))).toHaveProperty("code", "issuer_mismatch");
    expect(provider.count(keys)).toBe(0);
  });
});

describe("what is no answer of a provider:", () => {
  test.each<[string, object]>([
    ["a page", { answers: { [metadata]: { status: 200, body: "<html>" } } }],
    [
      "a redirect",
      { answers: { [keys]: { status: 302, headers: { location: "https://evil.example.com" } } } },
    ],
    ["nothing there", { answers: { [metadata]: { status: 404 } } }],
    [
      "keys on a road where anybody can listen",
      { metadata: (good: object) => ({ ...good, jwks_uri: "http://example.com/keys" }) },
    ],
    ["no keys", { metadata: (good: object) => ({ ...good, jwks_uri: undefined }) }],
    ["keys that are none", { answers: { [keys]: { status: 200, body: { keys: "none" } } } }],
  ])("%s", async (_, bends) => {
    const { provider, guard, token } = await scene();
    provider.bend(bends);
    expect(await failureOf(guard.verify(await token()))).toHaveProperty("code", "provider_answer_invalid");
  });
});

test("a private or a shared key in the set verifies nothing", async () => {
  const { provider, guard, token } = await scene();
  provider.bend({ keys: () => [{ kty: "oct", k: "AAAA", kid: "key-1", alg: "HS256" }] });
  expect(await failureOf(guard.verify(await token()))).toHaveProperty("code", "token_key_unknown");
});

test.each(["jku", "x5u"])("JW-02: where %s points nobody is asked", async (name) => {
  const { provider, guard, token } = await scene();
  await guard.verify(await token());
  const error = await failureOf(guard.verify(await token({ [name]: `${provider.issuer}/evil-keys` })));
  expect(error).toHaveProperty("code", "token_key_unknown");
  expect(provider.requests.map(({ path }) => path)).toEqual([metadata, keys]);
});

test("tokens of another issuer make it ask nobody", async () => {
  const { provider, guard } = await scene();
  const token = await provider.signer.sign({ iss: "https://evil.example.com" });
  expect(await failureOf(guard.verify(token))).toHaveProperty("code", "token_issuer");
  expect(provider.requests).toEqual([]);
});
