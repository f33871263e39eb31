import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { renderDevHome } from "./dev-home.tsx";

const props = {
  endpoint: "http://localhost:7665",
  issuer: "http://localhost:7665/us-east-1_Ab3dE6gH9",
  poolName: "quickstart",
  poolId: "us-east-1_Ab3dE6gH9",
  clients: [{ name: "machine", clientId: "7n6m5l4k3j", use: "client credentials" }],
  username: "ada",
  quickstartFile: "/data/quickstart.json",
  signInHref: "/oauth2/authorize?client_id=web&response_type=code",
};

test("links to the inbox, to the inspector, to discovery and to a sign-in", () => {
  const html = renderDevHome(props);
  expect(html).toContain('href="/inspect"');
  expect(html).toContain('href="/_dev/inbox"');
  expect(html).toContain('href="http://localhost:7665/us-east-1_Ab3dE6gH9/.well-known/openid-configuration"');
  expect(html).toContain('href="/oauth2/authorize?client_id=web&amp;response_type=code"');
});

test("offers no token command without a machine client", () => {
  expect(renderDevHome(props)).toContain("grant_type=client_credentials");
  expect(renderDevHome({ ...props, clients: [] })).not.toContain("grant_type=client_credentials");
});

test("its token command finds the secret, whatever the folder is called", () => {
  const folder = mkdtempSync(join(tmpdir(), "it's $HOME & more "));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const quickstartFile = join(folder, "quickstart.json");
  writeFileSync(quickstartFile, JSON.stringify({ clients: { machine: { clientSecret: "s3cret" } } }));

  const command = commandText(renderDevHome({ ...props, quickstartFile }), "run-token");
  const [findSecret] = command.split("\n");

  const env = { PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"]}`, HOME: "/elsewhere" };
  expect(execFileSync("sh", ["-c", `${findSecret}\nprintf %s "$secret"`], { env, encoding: "utf8" })).toBe(
    "s3cret",
  );
});

function commandText(html: string, id: string): string {
  const escaped = new RegExp(`<code id="${id}">(.*?)</code>`, "s").exec(html)?.[1] ?? "";
  return escaped.replaceAll("&lt;", "<").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}
