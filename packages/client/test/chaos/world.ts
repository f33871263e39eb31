/** Everything that a chaos needs: an identity server behind a bad network, an API, an app of three processes, pages, and Chromium. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import type { TlsPair } from "../../../server/src/tls/pair.ts";
import { selfSignedPair } from "../../../server/src/tls/self-signed.ts";
import { launchBrowser } from "../../../server/test/support/launch-browser.ts";
import { type Api, startApi } from "./api.ts";
import { type AppServers, createAppServers } from "./app-servers.ts";
import { type Identity, startIdentity } from "./identity.ts";
import { type Network, startNetwork } from "./network.ts";
import { type Pages, startPages } from "./pages.ts";

export interface World {
  readonly network: Network;
  readonly identity: Identity;
  readonly apps: AppServers;
  readonly browser: Browser;
  /** How far every clock in it is ahead of the machine's; the pages' is moved by whoever has them. */
  readonly aheadMs: number;
  advance(seconds: number): Promise<void>;
  readonly homes: { readonly session: string; readonly kit: string; readonly oidc: string };
  close(): Promise<void>;
}

/** Cognito permits no shorter one. */
export const accessTokenSeconds = 300;

export async function startWorld(graceSeconds: number): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-chaos-"));
  const network = await startNetwork();
  const identity = await startIdentity(join(folder, "identity"), network.url);
  network.leadTo(identity);
  const tls = await selfSignedPair(folder);
  const apps = await createAppServers(tls);
  const pages = await startPages();
  const { homes, api } = await furnish({ folder, tls, identity, apps, pages, graceSeconds });
  const browser = await launchBrowser();
  let aheadMs = 0;
  return {
    network,
    identity,
    apps,
    browser,
    homes,
    get aheadMs() {
      return aheadMs;
    },
    async advance(seconds) {
      aheadMs += seconds * 1000;
      api.moveTo(aheadMs);
      await Promise.all([identity.moveTo(aheadMs), apps.moveTo(aheadMs)]);
    },
    async close() {
      await browser.close();
      await Promise.all([apps.stop(), pages.close(), api.close(), identity.stop()]);
      await network.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface House {
  readonly folder: string;
  readonly tls: TlsPair;
  readonly identity: Identity;
  readonly apps: AppServers;
  readonly pages: Pages;
  readonly graceSeconds: number;
}

/** A client for each contestant, all with the same settings but the secret. */
async function furnish({
  folder,
  tls,
  identity,
  apps,
  pages,
  graceSeconds,
}: House): Promise<{ readonly homes: World["homes"]; readonly api: Api }> {
  const { issuer } = identity;
  const homes = { session: `${apps.origin}/`, kit: `${pages.origin}/kit`, oidc: `${pages.origin}/oidc` };
  const client = (redirectUri: string, logoutUri: string, hasSecret = false) =>
    identity.makeClient({ redirectUri, logoutUri, hasSecret, graceSeconds, accessTokenSeconds });
  const [session, kit, oidc] = await Promise.all([
    client(`${apps.origin}/callback`, homes.session, true),
    client(homes.kit, homes.kit),
    client(homes.oidc, homes.oidc),
  ]);
  const api = await startApi(tls, issuer, [session.clientId, kit.clientId, oidc.clientId]);
  await pages.serve("kit-tab", { issuer, clientId: kit.clientId, home: homes.kit, api: api.publicUrl });
  await pages.serve("oidc-tab", { issuer, clientId: oidc.clientId, home: homes.oidc, api: api.publicUrl });
  await apps.start({
    issuer,
    clientId: session.clientId,
    clientSecret: session.clientSecret ?? "",
    file: join(folder, "sessions.db"),
    key: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url"),
    api: api.url,
  });
  return { homes, api };
}
