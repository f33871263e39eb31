/** Whether clients reach a server at the public URL, and find there the issuer that its tokens name. */
import { type Config, publicUrlOf } from "../../config/config.ts";
import { isLoopback } from "../../config/loopback.ts";
import { findFirstPool } from "../../sql/look/questions.ts";
import { certificateFinding } from "./certificate.ts";
import { bad, type Check, type Finding, good, type Patient, warning } from "./check.ts";
import { reasonOf } from "./reason.ts";

const limitMs = 5_000;

export const publicUrlCheck: Check = {
  name: "Public URL",
  async run(patient) {
    const { config, now } = patient;
    if (config.publicUrl === undefined && config.port === 0) {
      const cure = "Set POOLHOUSE_PUBLIC_URL, or give doctor the port.";
      return [warning("With port 0 nobody knows it before the start.", cure)];
    }
    const url = publicUrlOf(config, config.port);
    const { protocol } = new URL(url);
    const safety = protocol === "https:" ? await certificateFinding(new URL(url), now()) : plainFinding(url);
    return [safety, await served(url, patient)];
  },
};

function plainFinding(url: string): Finding {
  const cure = "Set POOLHOUSE_PUBLIC_URL to the https address that people use.";
  if (isLoopback(new URL(url).hostname)) return warning(`${url} is for this machine alone.`, cure);
  return bad(`${url} is not encrypted: whoever listens has the tokens.`, cure);
}

async function served(url: string, { config, database }: Patient): Promise<Finding> {
  const pool = database instanceof Error ? undefined : await findFirstPool(database).catch(() => undefined);
  const path = pool === undefined ? "/health/live" : `/${pool}/.well-known/openid-configuration`;
  const answer = await ask(url + path);
  if (typeof answer === "string") return bad(`${url} does not answer (${answer}).`, nobodyThere(config));
  if (answer.status !== 200) {
    const cure =
      answer.status === 404
        ? "Another program answers there, or a server with other data: see where the proxy leads."
        : "See the server's log, and the proxy's.";
    return bad(`${url}${path} answers ${answer.status}.`, cure);
  }
  if (pool === undefined) return good(`${url} answers.`);
  const issuer = await issuerIn(answer);
  if (issuer === `${url}/${pool}`) return good(`${url} answers, with the issuer that its tokens name.`);
  return bad(
    `${url}${path} names ${issuer === undefined ? "no issuer" : `the issuer ${issuer}`} instead of ${url}/${pool}.`,
    "Give the server this POOLHOUSE_PUBLIC_URL: clients refuse tokens of another issuer.",
  );
}

async function ask(url: string): Promise<Response | string> {
  try {
    // A redirect would lead to somebody else's issuer.
    return await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(limitMs) });
  } catch (error) {
    return reasonOf(error);
  }
}

async function issuerIn(answer: Response): Promise<string | undefined> {
  const document: unknown = await answer.json().catch(() => undefined);
  if (typeof document !== "object" || document === null || !("issuer" in document)) return undefined;
  return typeof document.issuer === "string" ? document.issuer : undefined;
}

function nobodyThere({ publicUrl }: Config): string {
  return publicUrl === undefined
    ? "Start the server; if it has another port or a public URL, give doctor the same settings."
    : "Start the server, and see DNS, firewall and proxy between here and there.";
}
