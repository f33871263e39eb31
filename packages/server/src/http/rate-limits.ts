/**
 * What a request counts against when it arrives, before any work is done for it: its network address, and the quotas of
 * its door. The quotas of an operation or a client are counted later, once these are known. A refusal writes nothing
 * anywhere.
 */
import { RateExceeded } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import type { Rates } from "../core/rates/rates.ts";
import { rateExceededReply } from "./rate-exceeded.ts";
import type { Reply } from "./reply.ts";
import type { HttpRequest } from "./request.ts";
import type { Route } from "./routes.ts";

type Answer = Route["answer"];

/** The route's answer, or the refusal of a request too many. */
export function withinRates({ path, answer }: Route): Answer {
  const count = countingAt(path);
  return count === undefined ? answer : counted(count, answer);
}

/** The same for what comes to no door: a path that there is not, or a body that cannot be read. */
export function withinSourceRate(
  answer: (world: World, request: HttpRequest) => Reply | Promise<Reply>,
): Answer {
  return counted(countSource, answer);
}

function counted(
  count: Count,
  answer: (world: World, request: HttpRequest) => Reply | Promise<Reply>,
): Answer {
  return async (world: World, request: HttpRequest): Promise<Reply> => {
    try {
      count(world.rates, request.source);
    } catch (error) {
      if (error instanceof RateExceeded) return rateExceededReply(world, request, error);
      throw error;
    }
    return answer(world, request);
  };
}

type Count = (rates: Rates, source: string) => void;

function countingAt(path: string): Count | undefined {
  // A balancer and whoever gathers metrics ask all day, and their answers say whether all is well.
  if (/^\/(?:health|metrics|_dev)(?:\/|$)/.test(path)) return undefined;
  if (path.endsWith("/jwks.json")) return countJwks;
  // The API's address, and files that a browser keeps.
  if (path === "/" || path.startsWith("/_assets/")) return countSource;
  return countDomain;
}

function countSource(rates: Rates, source: string): void {
  rates.countSource(source);
}

function countJwks(rates: Rates, source: string): void {
  rates.countSource(source);
  rates.countJwks();
}

function countDomain(rates: Rates, source: string): void {
  rates.countSource(source);
  rates.countDomain(source);
}
