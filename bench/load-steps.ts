// What one connection sends, in turn.
import type { Request } from "autocannon";
import { answerVerifier } from "./srp-sign-in.ts";
import type { BenchRequest, SrpSignIn, Workload } from "./workloads.ts";

/** The requests from one of them on and round again; of a sign-in by SRP its two steps, one behind the other. */
export function stepsOf({ requests, srp }: Workload, first: number): Request[] {
  const start = first % requests.length;
  return [...requests.slice(start), ...requests.slice(0, start)].flatMap((request) =>
    srp === undefined ? [stepOf(request)] : signInSteps(request, srp),
  );
}

function stepOf(request: BenchRequest): Request {
  if (!request.body.includes("NUMBER")) return copyOf(request);
  return { ...copyOf(request), setupRequest: (built) => ({ ...built, body: numbered(request.body) }) };
}

let numbers = 0;

/** With a number that nobody had, nor any other process. */
export function numbered(body: string): string {
  return body.replaceAll("NUMBER", `${process.pid}-${numbers++}`);
}

function signInSteps(request: BenchRequest, srp: SrpSignIn): Request[] {
  const first: Request = {
    ...copyOf(request),
    onResponse(_status, body, context) {
      context.answer = body;
    },
  };
  const second: Request = {
    ...copyOf(request),
    setupRequest(built, { answer = "" }) {
      try {
        return { ...built, ...answerVerifier(srp, answer) };
      } catch {
        // The first answer was no challenge and has counted as a failure: on to the next sign-in.
        return null;
      }
    },
  };
  return [first, second];
}

/** autocannon writes into the requests it is given. */
function copyOf(request: BenchRequest): Request {
  return { ...request, headers: { ...request.headers } };
}
