import { readFileSync } from "node:fs";
import { get } from "node:https";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { buildCli, freshFolder, quickstartOf, startCli } from "./support/cli.ts";

beforeAll(buildCli);

test.each(["localhost", "127.0.0.1"])(
  "--tls serves a certificate that is right for %s and kept",
  async (host) => {
    const data = freshFolder();
    const first = await startCli(["--dev", "--tls", "--data", data]);
    const pem = readFileSync(join(data, "self-signed.pem"), "utf8");
    expect(first.url).toMatch(/^https:\/\/localhost:\d+$/);
    expect(quickstartOf(data).issuer).toMatch(/^https:/);
    expect(await statusOf(first.url.replace("localhost", host), pem)).toBe(200);
    await first.stop();
    const second = await startCli(["--dev", "--tls", "--data", data]);
    expect(readFileSync(join(data, "self-signed.pem"), "utf8")).toBe(pem);
    expect(await statusOf(second.url.replace("localhost", host), pem)).toBe(200);
  },
);

test("certificate and key from files", async () => {
  const made = freshFolder();
  await (await startCli(["--dev", "--tls", "--data", made])).stop();
  const file = join(made, "self-signed.pem");
  const env = { POOLHOUSE_TLS_CERT: file, POOLHOUSE_TLS_KEY: file };
  const server = await startCli(["--data", freshFolder()], env);
  expect(await statusOf(server.url, readFileSync(file, "utf8"))).toBe(200);
});

function statusOf(url: string, ca: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(`${url}/health/ready`, { ca, agent: false }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode));
    }).on("error", reject);
  });
}
