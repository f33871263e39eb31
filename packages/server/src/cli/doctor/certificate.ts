/** Whether clients accept the certificate at an address, and how long still. */
import { isIP } from "node:net";
import { connect } from "node:tls";
import { bad, type Finding, good, warning } from "./check.ts";
import { reasonOf } from "./reason.ts";

const limitMs = 5_000;
const dayMs = 86_400_000;
const soonDays = 14;

/** Judged as clients do it, by the authorities that Node trusts. */
export async function certificateFinding({ hostname, port }: URL, now: number): Promise<Finding> {
  const found = await peerCertificate(hostname, Number(port) || 443);
  if (found.kind === "nobody") {
    const cure = "Start the server, and see the certificate's files and the proxy.";
    return bad(`No TLS connection to ${hostname}: ${found.reason}.`, cure);
  }
  if (found.problem !== undefined) {
    return bad(
      `Clients will refuse the certificate of ${hostname}: ${found.problem}.`,
      "Install one that an authority gave whom clients trust, with its whole chain.",
    );
  }
  const days = Math.floor((found.validTo - now) / dayMs);
  const words = `The certificate of ${hostname} is valid for ${days} more days`;
  if (days >= soonDays) return good(`${words}.`);
  return warning(`${words}.`, "Renew it, and see why that has not happened by itself.");
}

type Peer =
  | { readonly kind: "nobody"; readonly reason: string }
  /** `validTo` is epoch ms. */
  | { readonly kind: "certificate"; readonly problem: string | undefined; readonly validTo: number };

function peerCertificate(host: string, port: number): Promise<Peer> {
  const { promise, resolve } = Promise.withResolvers<Peer>();
  const name = host.replace(/^\[(.*)\]$/, "$1");
  // Taken whatever it is: why clients refuse it is the finding, and nothing is sent.
  const socket = connect({
    host: name,
    port,
    // RFC 6066 §3: an address is no server name.
    ...(isIP(name) === 0 && { servername: name }),
    rejectUnauthorized: false,
    timeout: limitMs,
  });
  socket
    .once("secureConnect", () => {
      const { valid_to } = socket.getPeerCertificate();
      const refusal: unknown = socket.authorizationError;
      const problem = refusal ? wordsOf(refusal) : undefined;
      resolve({ kind: "certificate", problem, validTo: Date.parse(valid_to) });
    })
    .once("timeout", () => resolve({ kind: "nobody", reason: "no answer within 5 s" }))
    .once("error", (error) => resolve({ kind: "nobody", reason: reasonOf(error) }));
  return promise.finally(() => socket.destroy());
}

function wordsOf(refusal: unknown): string {
  return refusal instanceof Error ? refusal.message : `${refusal}`;
}
