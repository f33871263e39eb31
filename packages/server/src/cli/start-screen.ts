/** What a start prints: one screen that says what runs, where, and how to try it. */
import { join } from "node:path";
import { type Config, placeOfData } from "../config/config.ts";
import { type Quickstart, quickstartFileName } from "../dev/quickstart-file.ts";
import { signInUrl } from "../dev/sign-in-url.ts";
import type { RunningServer } from "../server.ts";
import { columns } from "./columns.ts";
import type { Style } from "./terminal.ts";

export type Started = Pick<RunningServer, "url" | "port" | "metricsUrl" | "newAdminKey" | "quickstart">;

export function startScreen(version: string, config: Config, started: Started, style: Style): string {
  const { quickstart } = started;
  const lines =
    quickstart === undefined
      ? plainScreen(config, started, style)
      : developmentScreen(config, started, quickstart, style);
  const mode = quickstart === undefined ? "" : ", development mode";
  return [
    style.strong(`Poolhouse ${version}${mode}`),
    "",
    ...lines,
    "",
    style.quiet("Ctrl-C stops it."),
  ].join("\n");
}

/** The same for programs; secrets of a quickstart stay in its file. */
export function startJson(
  version: string,
  config: Config,
  { url, port, metricsUrl, newAdminKey, quickstart }: Started,
): object {
  const { database, dataFolder } = config;
  return {
    version,
    endpoint: url,
    port,
    ...(metricsUrl !== undefined && { metrics: metricsUrl }),
    ...(database === undefined ? { dataFolder } : { database: placeOfData(config) }),
    ...(newAdminKey !== undefined && quickstart === undefined && { newAdminKey }),
    ...(quickstart !== undefined && {
      issuer: quickstart.issuer,
      userPoolId: quickstart.userPoolId,
      quickstartFile: join(dataFolder, quickstartFileName),
    }),
  };
}

function developmentScreen(
  config: Config,
  { url, port, metricsUrl }: Started,
  quickstart: Quickstart,
  style: Style,
): string[] {
  const { clients, user } = quickstart;
  const { machine } = clients;
  return [
    columns([
      ["Endpoint", style.accent(url)],
      ...listensOn(config, port),
      ["Start page", style.accent(`${url}/`)],
      ["Inbox", style.accent(`${url}/_dev/inbox`)],
      ["Inspector", style.accent(`${url}/inspect`)],
      ...(metricsUrl === undefined ? [] : [["Metrics", metricsUrl] as const]),
      ["Issuer", quickstart.issuer],
      ["Data", placeOfData(config)],
      ["For programs", join(config.dataFolder, quickstartFileName)],
    ]),
    "",
    style.strong(`Sign in as ${user.username} with the password ${user.password}`),
    `  ${style.accent(signInUrl(quickstart))}`,
    "",
    style.strong("Get a token for a machine"),
    `  curl -s ${trust(config)}-u ${machine.clientId}:${machine.clientSecret} \\`,
    `    -d grant_type=client_credentials ${url}/oauth2/token`,
    "",
    style.strong("See how an app keeps its tokens, in another terminal in a checkout"),
    "  npm run example web       an app with a server; others: spa, machine, api",
  ];
}

function plainScreen(
  config: Config,
  { url, port, metricsUrl, newAdminKey }: Started,
  style: Style,
): string[] {
  const where = columns([
    ["Endpoint", style.accent(url)],
    ...listensOn(config, port),
    ["Health", `${url}/health/ready`],
    ...(metricsUrl === undefined ? [] : [["Metrics", metricsUrl] as const]),
    ["Data", placeOfData(config)],
    ...(config.workers > 1 ? [["Workers", `${config.workers}`] as const] : []),
  ]);
  const key =
    newAdminKey === undefined
      ? []
      : [
          "",
          style.strong("The first admin key, shown this once and never again"),
          columns([
            ["Access key id", newAdminKey.accessKeyId],
            ["Secret access key", newAdminKey.secretAccessKey],
          ]),
        ];
  return [
    where,
    ...key,
    "",
    style.strong("Make a pool, with an admin key in the AWS command line's environment"),
    `  aws cognito-idp create-user-pool --pool-name first \\`,
    `    --endpoint-url ${url} --region ${config.region}`,
  ];
}

/** Where there is a public URL, the address behind it: for whoever sets the proxy up. */
function listensOn({ publicUrl, host }: Config, port: number): (readonly [string, string])[] {
  if (publicUrl === undefined) return [];
  return [["Listens on", `${host.includes(":") ? `[${host}]` : host}:${port}`]];
}

/** Nobody else vouches for a self-signed certificate. */
function trust({ tls, dataFolder }: Config): string {
  return tls.kind === "selfSigned" ? `--cacert ${shellWord(join(dataFolder, "self-signed.pem"))} ` : "";
}

/** One POSIX shell word, quoted only where it must be. */
function shellWord(text: string): string {
  return /^[\w:/.,@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
