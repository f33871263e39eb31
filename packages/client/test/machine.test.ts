/** A service's tokens: how often they are fetched, what happens near their end, and while the provider is down. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { createMachine, type Machine, type MachineOptions } from "../src/machine/index.ts";
import { failureOf, leaks } from "./support/failing.ts";
import { type FakeProvider, fakeProvider } from "./support/fake-provider.ts";

const unavailable = { answers: { "/token": { status: 503, headers: { "content-type": "text/html" } } } };

interface Scene {
  readonly provider: FakeProvider;
  readonly machine: Machine;
  pass(seconds: number): void;
}

async function scene(options: Partial<MachineOptions> = {}): Promise<Scene> {
  const provider = await fakeProvider();
  let time = Date.now();
  const { issuer, clientId, clientSecret } = provider;
  return {
    provider,
    // Without jitter a token of an hour is renewed from its last minute on.
    machine: createMachine({ issuer, clientId, clientSecret, now: () => time, random: () => 0, ...options }),
    pass(seconds) {
      time += seconds * 1000;
    },
  };
}

/** Everything that waits for no network is done by then. */
const backgroundWork = () => new Promise((resolve) => setImmediate(resolve));

test.each([500, 2_000, 4_000, 8_000])("a token of %i bytes is kept, and sent whole", async (size) => {
  const large = "t".repeat(size);
  const { machine } = await scene({
    fetch: async (input, init) => {
      if (String(input).endsWith("/api")) {
        return new Response(new Headers(init?.headers).get("authorization"));
      }
      const response = await fetch(input, init);
      if (!String(input).endsWith("/token")) return response;
      return Response.json({ ...(await response.json()), access_token: large });
    },
  });
  expect(await (await machine.fetch("https://api.example.com/api")).text()).toBe(`Bearer ${large}`);
  expect(await machine.accessToken()).toBe(large);
});

test("many callers share one request, and its token serves on", async () => {
  const { provider, machine, pass } = await scene({ scopes: ["api/read", "api/write"] });
  expect(provider.requests).toEqual([]);
  const tokens = await Promise.all(Array.from({ length: 50 }, () => machine.accessToken()));
  expect(new Set(tokens).size).toBe(1);
  pass(3539);
  expect(await machine.accessToken()).toBe(tokens[0]);
  expect(provider.count("/token")).toBe(1);
  const { form } = provider.requests.findLast(({ path }) => path === "/token") ?? {};
  expect(form?.get("scope")).toBe("api/read api/write");
  expect(form?.get("grant_type")).toBe("client_credentials");
});

test("in its last minute it serves while another one is fetched", async () => {
  const { provider, machine, pass } = await scene();
  const first = await machine.accessToken();
  pass(3541);
  expect(await Promise.all([machine.accessToken(), machine.accessToken()])).toEqual([first, first]);
  await expect.poll(() => machine.accessToken()).not.toBe(first);
  expect(provider.count("/token")).toBe(2);
});

test("after its end nobody gets it", async () => {
  const { machine, pass } = await scene();
  const first = await machine.accessToken();
  pass(3600);
  expect(await machine.accessToken()).not.toBe(first);
});

test("further parameters reach the provider", async () => {
  const { provider, machine } = await scene({ parameters: { resource: "https://api.example.com" } });
  await machine.accessToken();
  expect(provider.requests.at(-1)?.form.get("resource")).toBe("https://api.example.com");
});

test("a provider that does not say how long is asked again only after a refusal", async () => {
  const { provider, machine, pass } = await scene();
  provider.bend({ tokens: (answer) => ({ ...answer, expires_in: undefined }) });
  const first = await machine.accessToken();
  pass(1_000_000);
  expect(await machine.accessToken()).toBe(first);
  expect(await machine.accessToken(first)).not.toBe(first);
});

test("a token that no header takes is refused without saying it", async () => {
  const { provider, machine } = await scene();
  provider.bend({ tokens: (answer) => ({ ...answer, access_token: "s3cr3t\nof two lines" }) });
  const error = await failureOf(machine.accessToken());
  expect(error).toHaveProperty("code", "provider_answer_invalid");
  expect(leaks(error, ["s3cr3t", "of two lines"])).toEqual([]);
});

describe("a token that an API refuses", () => {
  test("is replaced once, for everybody who names it", async () => {
    const { provider, machine } = await scene();
    const first = await machine.accessToken();
    const others = await Promise.all([1, 2, 3].map(() => machine.accessToken(first)));
    expect(new Set(others).size).toBe(1);
    expect(others[0]).not.toBe(first);
    expect(await machine.accessToken(first)).toBe(others[0]);
    expect(provider.count("/token")).toBe(2);
  });

  test("is not replaced again and again", async () => {
    const { provider, machine, pass } = await scene();
    const second = await machine.accessToken(await machine.accessToken());
    await machine.accessToken(second);
    expect(await machine.accessToken(second)).toBe(second);
    expect(provider.count("/token")).toBe(2);
    pass(30);
    expect(await machine.accessToken(second)).not.toBe(second);
  });

  test("is replaced by `fetch`, which repeats the request once", async () => {
    const seen: (string | null)[] = [];
    const { provider, machine } = await scene({
      fetch: async (input, init) => {
        if (!String(input).startsWith("https://api.")) return fetch(input, init);
        seen.push(new Headers(init?.headers).get("authorization"));
        return new Response(null, { status: seen.length === 1 ? 401 : 200 });
      },
    });
    const response = await machine.fetch("https://api.example.com/reports");
    expect(response.status).toBe(200);
    expect(new Set(seen).size).toBe(2);
    expect(provider.count("/token")).toBe(2);
  });
});

describe("while the provider is down", () => {
  test("the old token serves to its end, and it is asked again with growing pauses", async () => {
    let isDown = false;
    let refusals = 0;
    const { machine, pass } = await scene({
      fetch: async (...args) => {
        if (!isDown) return fetch(...args);
        refusals += 1;
        return new Response(null, { status: 503 });
      },
    });
    const first = await machine.accessToken();
    isDown = true;
    pass(3541);
    // Half a second, one, two, four: until then nobody is asked.
    for (const [failures, pause] of [0.01, 0.5, 1, 2, 4].entries()) {
      pass(pause - 0.01);
      if (failures > 0) expect(await machine.accessToken()).toBe(first);
      expect(refusals).toBe(failures);
      pass(0.01);
      expect(await machine.accessToken()).toBe(first);
      expect(await machine.accessToken()).toBe(first);
      await backgroundWork();
      expect(refusals).toBe(failures + 1);
    }
    pass(60);
    expect(await failureOf(machine.accessToken())).toHaveProperty("code", "provider_unavailable");
    isDown = false;
    expect(await machine.accessToken()).not.toBe(first);
  });

  test("without a good token every call asks, and fails by itself", async () => {
    const { provider, machine } = await scene();
    provider.bend(unavailable);
    for (let tries = 1; tries <= 3; tries += 1) {
      const calls = [machine.accessToken(), machine.accessToken()].map(failureOf);
      expect(await Promise.all(calls)).toMatchObject([
        { code: "provider_unavailable" },
        { code: "provider_unavailable" },
      ]);
      expect(provider.count("/token")).toBe(tries);
    }
    provider.bend();
    expect(await machine.accessToken()).toMatch(/^ey/);
  });

  test("a connection that is refused is the same, metadata included", async () => {
    const { provider, machine } = await scene();
    await provider.goDown();
    expect(await failureOf(machine.accessToken())).toHaveProperty("code", "provider_unavailable");
    await provider.comeUp();
    expect(await machine.accessToken()).toMatch(/^ey/);
  });
});

test.each(["invalid_client", "invalid_scope", "unauthorized_client"])(
  "%s says so and is not kept",
  async (error) => {
    const { provider, machine } = await scene();
    const { clientSecret } = provider;
    const body = {
      error,
      error_description: `because of ${clientSecret}`,
      error_uri: "https://example.com/why",
    };
    provider.bend({ answers: { "/token": { status: 400, body } } });
    const failure = await failureOf(machine.accessToken());
    expect(failure).toMatchObject({
      code: "token_refused",
      oauth: { error, uri: "https://example.com/why" },
    });
    provider.bend();
    expect(await machine.accessToken()).toMatch(/^ey/);
  },
);

test("no failure shows the secret", async () => {
  const { provider, machine } = await scene();
  const { clientSecret } = provider;
  for (const status of [400, 401, 403, 500]) {
    provider.bend({ answers: { "/token": { status, body: "<html>" } } });
    expect(leaks(await failureOf(machine.accessToken()), [clientSecret])).toEqual([]);
  }
});

describe("it is for servers", () => {
  afterEach(() => vi.unstubAllGlobals());

  const options = { issuer: "https://issuer.example.com", clientId: "app", clientSecret: "secret" };

  test("a browser is refused with the reason", () => {
    vi.stubGlobal("window", {});
    vi.stubGlobal("document", {});
    const create = () => createMachine(options);
    expect(create).toThrow(expect.objectContaining({ code: "config_invalid" }));
    expect(create).toThrow(/everybody can read; use @poolhouse\/client\/browser/);
  });

  test("a client without a secret is refused", () => {
    expect(() => createMachine({ ...options, clientSecret: "" })).toThrow(/clientSecret/);
  });

  test("settings that are missing, or of another form, are refused", () => {
    // As programs without types give them: a variable of the environment that is not set, and scopes as the protocol writes them.
    const bent = (setting: object): MachineOptions => ({ ...options, ...setting });
    expect(() => createMachine(bent({ clientId: undefined }))).toThrow(/clientId is missing/);
    expect(() => createMachine(bent({ scopes: "api/read" }))).toThrow(/scopes must be a list/);
    for (const timeoutMs of [Number.POSITIVE_INFINITY, 2 ** 32, 0, -1, 1.5])
      expect(() => createMachine(bent({ timeoutMs }))).toThrow(/timeoutMs must be a whole number/);
  });
});
