/**
 * Development mode: a pool to begin with, and what a developer needs that production must not have: the inbox, the clock,
 * the reset. Everything here is loaded in development mode only, bound to loopback, and refuses other sites' pages.
 */
import { join } from "node:path";
import type { AdjustableClock } from "../clock/clock.ts";
import type { Credentials } from "../core/access-keys/ensure-admin-key.ts";
import { keepHouse } from "../core/housekeeping.ts";
import type { World } from "../core/ports.ts";
import type { Reply } from "../http/reply.ts";
import type { HttpRequest } from "../http/request.ts";
import type { Route } from "../http/routes.ts";
import { answerClock, answerClockChange } from "./clock-routes.ts";
import { crossSiteRefusal } from "./cross-site.ts";
import { answerHome } from "./home-route.ts";
import { answerInbox } from "./inbox-route.ts";
import { answerInspect } from "./inspect-route.ts";
import { keepQuickstart, renewQuickstart } from "./keep-quickstart.ts";
import { type Quickstart, quickstartFileName } from "./quickstart-file.ts";
import { jsonReply } from "./replies.ts";

export interface DevelopmentOptions {
  readonly world: World;
  readonly clock: AdjustableClock;
  readonly dataFolder: string;
  /** Messages may have become due. */
  readonly wakeOutbox: () => void;
  /** The operator's own choice of a first key. */
  readonly adminKey: Credentials | undefined;
}

export interface Development {
  readonly routes: readonly Route[];
  /** Once the server listens and has a key: makes the pool at first start, and says which it is. */
  ready(): Promise<Quickstart>;
}

export function createDevelopment(options: DevelopmentOptions): Development {
  const { world, clock } = options;
  let quickstart: Promise<Quickstart> | undefined;
  const keep = (making: Promise<Quickstart>): Promise<Quickstart> => {
    quickstart = making;
    // What failed is tried again by whoever asks next.
    making.catch(() => {
      if (quickstart === making) quickstart = undefined;
    });
    return making;
  };
  const ready = () => quickstart ?? keep(keepQuickstart(options));
  // One after the other: two resets at once must not leave two pools.
  const reset = async (): Promise<Reply> => {
    const before = quickstart?.catch(() => undefined) ?? Promise.resolve();
    const { userPoolId } = await keep(before.then(() => renewQuickstart(options)));
    return jsonReply(200, { userPoolId, quickstartFile: join(options.dataFolder, quickstartFileName) });
  };
  return {
    ready,
    routes: [
      route("GET", "/", async (request) => answerHome(options.dataFolder, request, await ready())),
      route("GET", "/inspect", async (request) => answerInspect(world, request, await ready())),
      route("GET", "/_dev/inbox", (request) => answerInbox(world, request)),
      route("GET", "/_dev/clock", async () => answerClock(clock)),
      route("POST", "/_dev/clock", async (request) => moveClock(options, request)),
      route("POST", "/_dev/reset", reset),
    ],
  };
}

/** What the time passed over would have brought, keys to rotate say, is done before the answer. */
async function moveClock(options: DevelopmentOptions, request: HttpRequest): Promise<Reply> {
  const reply = answerClockChange(options.clock, request);
  await keepHouse(options.world);
  options.wakeOutbox();
  return reply;
}

function route(
  method: "GET" | "POST",
  path: string,
  answer: (request: HttpRequest) => Promise<Reply>,
): Route {
  return {
    methods: [method],
    path,
    answer: async (_world, request) => crossSiteRefusal(request) ?? answer(request),
  };
}
