import type { SignatureFailure } from "./failures.ts";
import { incomplete, invalid, quote } from "./failures.ts";
import type { SigningTime } from "./signing-time.ts";

/** `Credential=<access key id>/<date>/<region>/<service>/aws4_request`, with a scope that fits the request. */
export interface Credential {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export function readCredential(
  text: string,
  signedAt: SigningTime,
  expectedService: string,
): Credential | SignatureFailure {
  const elements = text.split("/");
  const [accessKeyId = "", date = "", region = "", service = "", terminator = ""] = elements;
  if (elements.length !== 5) {
    // AWS goes on with "got '…'", which repeats a secret that was pasted in the wrong place.
    return incomplete(
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term",
    );
  }
  const wrong: string[] = [];
  if (!regionName.test(region)) wrong.push("Credential should be scoped to a valid region. ");
  if (service !== expectedService) {
    wrong.push(`Credential should be scoped to correct service: '${expectedService}'. `);
  }
  if (terminator !== "aws4_request") {
    wrong.push(
      `Credential should be scoped with a valid terminator: 'aws4_request', not ${quote(terminator)}. `,
    );
  }
  const day = signedAt.text.slice(0, 8);
  if (date !== day) {
    const values = `${quote(date)} != '${day}', from '${signedAt.text}'`;
    wrong.push(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ${values}.`,
    );
  }
  return wrong.length > 0 ? invalid(wrong.join("")) : { accessKeyId, date, region, service };
}

/** The region becomes part of pool ids, ARNs and cache keys. Any name of this form will do, "local" too. */
const regionName = /^[a-z][a-z0-9-]{0,31}$/;
