/**
 * The hosted sign-in as a state machine. It lives on the server: the browser holds an opaque cookie and, in each form,
 * the flow's id and a token made for this flow, this step and this cookie. So a step cannot be skipped, replayed, or
 * taken from another browser (HP-01, HP-07, AZ-26). `flow-state.ts` names the steps; each `*-step.ts` takes one of them, `views/` is
 * what they show, and `http/` carries both to and from the browser.
 */
import { findClient } from "../core/clients/find-client.ts";
import { authEventOf } from "../core/events/record-auth-event.ts";
import { sub } from "../core/ids.ts";
import type { World } from "../core/ports.ts";
import { opaqueId } from "../core/sign-in/browser-sign-in.ts";
import { passwordMark } from "../core/sign-in/challenge-session.ts";
import type { Flow } from "../core/sign-in/flow.ts";
import type { SignIn } from "../core/sign-in/sign-in.ts";
import type { Tables } from "../core/tables.ts";
import type { User } from "../core/users/user.ts";
import { writeAtOnce } from "../core/write-at-once.ts";
import type { Language } from "../languages/language.ts";
import { type AuthorizeRequest, readAuthorizeRequest } from "../oauth/authorize-request.ts";
import type { ResponseTarget } from "../oauth/authorize-response.ts";
import type { OAuthFailure } from "../oauth/failures.ts";
import { collectParameters } from "../oauth/parameters.ts";
import { type FlowState, isPassed, type Passed } from "./flow-state.ts";
import { type Look, lookFor } from "./look.ts";

export interface OpenFlow {
  readonly flow: Flow;
  readonly state: FlowState;
  readonly request: AuthorizeRequest;
  /** Of this one request's answer: it is not kept with the flow. */
  readonly look: Look;
}

export type FlowCheck =
  | { readonly kind: "open"; readonly open: OpenFlow; readonly isStale: boolean }
  /** The form was not made for this browser. */
  | { readonly kind: "foreign" }
  /** Finished, or too old. */
  | { readonly kind: "gone" }
  /** The client no longer allows the request that the flow began with. */
  | { readonly kind: "refused"; readonly failure: OAuthFailure; readonly target: ResponseTarget | undefined };

export const flowSeconds = 3600;
const newPasswordMs = 15 * 60_000;

/** The pre-session cookie: nobody is signed in by it, it only tells browsers apart. */
export function newBrowserCookie(world: World): string {
  return opaqueId(world);
}

export interface FlowBeginning {
  readonly request: AuthorizeRequest;
  readonly browser: string;
  readonly language: Language;
}

export async function startFlow(
  world: World,
  { request, browser, language }: FlowBeginning,
  state: FlowState,
): Promise<OpenFlow> {
  const flow: Flow = {
    poolId: request.pool.poolId,
    flowId: world.random.uuid(),
    browserHash: world.digests.sha256(browser),
    clientId: request.client.clientId,
    state: JSON.stringify({ ...state, query: request.query }),
    version: 1,
    expiresAt: world.clock.now() + flowSeconds * 1000,
  };
  await writeAtOnce(world.store, ({ flows }) => flows.insert(flow));
  return { flow, state, request, look: await lookFor(world, language, request) };
}

export interface FlowClaim {
  /** Of the page's address: it leads to the pool, and is trusted for nothing else. */
  readonly query: string;
  readonly flowId: string | undefined;
  readonly browser: string | undefined;
  /** The form's token; null for a page that is only looked at. */
  readonly csrf: string | undefined | null;
  readonly language: Language;
}

export async function findFlow(
  world: World,
  { query, flowId, browser, csrf, language }: FlowClaim,
): Promise<FlowCheck> {
  const found = await findClient(world, collectParameters(query).parameters["client_id"] ?? "");
  // Deleted since: the way back says so.
  if (found === undefined) return { kind: "gone" };
  if (flowId === undefined || browser === undefined) return { kind: "foreign" };
  const { poolId } = found.pool;
  const browserHash = world.digests.sha256(browser);
  // The token comes first: whether a flow exists is not a stranger's business.
  const version = csrf === null ? undefined : versionOf(world, { poolId, flowId, browserHash }, csrf);
  if (csrf !== null && version === undefined) return { kind: "foreign" };

  const flow = await world.store.read.flows.find(poolId, flowId);
  if (flow === undefined) return { kind: "gone" };
  if (flow.browserHash !== browserHash) return { kind: "foreign" };
  const { query: begunWith, state } = readState(flow.state);
  if (flow.expiresAt <= world.clock.now() || isOver(world, state)) return { kind: "gone" };
  const check = await readAuthorizeRequest(world, begunWith);
  if (!check.ok) return { kind: "refused", failure: check.failure, target: check.target };
  const look = await lookFor(world, language, found);
  const isStale = version !== undefined && version !== flow.version;
  return { kind: "open", open: { flow, state, request: check.request, look }, isStale };
}

export async function askForNewPassword(
  world: World,
  place: StepPlace,
  signIn: SignIn,
  alongside?: (tables: Tables) => Promise<unknown>,
): Promise<void> {
  const until = world.clock.now() + newPasswordMs;
  const state = { step: "newPassword", ...passedBy(world, signIn, until) } as const;
  await moveOn(world, place, signIn, state, alongside);
}

/** From one step to another; `alongside` belongs to the same transaction. Throws `FlowAlreadyFinished` as `moveOn` does. */
export async function stepTo(
  world: World,
  open: OpenFlow,
  state: FlowState,
  alongside: (tables: Tables) => Promise<unknown> = async () => undefined,
): Promise<OpenFlow> {
  await world.store.write(async (tables) => {
    await alongside(tables);
    await advanceFlow(tables, open, state);
  });
  return { ...open, state, flow: { ...open.flow, version: open.flow.version + 1 } };
}

/** Inside a transaction. */
export async function advanceFlow(
  { flows }: Tables,
  { flow, request }: OpenFlow,
  state: FlowState,
): Promise<void> {
  const isNext = await flows.advance(flow, JSON.stringify({ ...state, query: request.query }));
  if (!isNext) throw new FlowAlreadyFinished();
}

export interface StepPlace {
  readonly open: OpenFlow;
  /** The network address of the browser. */
  readonly source: string;
}

export function passedBy(world: World, { user, progress }: SignIn, until: number): Passed {
  return { sub: user.sub, until, askedWith: passwordMark(world, user), progress };
}

/**
 * To the next step; `alongside` belongs to the same transaction. Throws `FlowAlreadyFinished` when somebody else moved the
 * flow first.
 */
export async function moveOn(
  world: World,
  { open, source: ipAddress }: StepPlace,
  signIn: SignIn,
  state: FlowState,
  alongside: (tables: Tables) => Promise<unknown> = async () => undefined,
): Promise<void> {
  await world.store.write(async (tables) => {
    await alongside(tables);
    await advanceFlow(tables, open, state);
    await tables.authEvents.put(authEventOf(world, { ipAddress }, signIn, "InProgress"));
  });
}

/** Who is at a later step; undefined when they are gone, disabled, or have another password or state by now. */
export async function findPassed(
  world: World,
  { state, request }: OpenFlow,
  status: User["status"],
): Promise<User | undefined> {
  if (!isPassed(state)) return undefined;
  const user = await world.store.read.users.find(request.pool.poolId, state.sub);
  const isSame = user?.isEnabled && user.status === status;
  return isSame && passwordMark(world, user) === state.askedWith ? user : undefined;
}

/** Throws `FlowAlreadyFinished` where a form that was sent twice has done what this one is refused for. */
export async function requireUnmoved(world: World, { flow }: OpenFlow): Promise<void> {
  const latest = await world.store.read.flows.find(flow.poolId, flow.flowId);
  if (latest?.version !== flow.version) throw new FlowAlreadyFinished();
}

/** Thrown inside the transaction that answers, to undo it: the flow has been answered before. */
export class FlowAlreadyFinished extends Error {}

export async function finishFlow(tables: Tables, { flow }: OpenFlow): Promise<void> {
  const isFirst = await tables.flows.finish(flow.poolId, flow.flowId, flow.version);
  if (!isFirst) throw new FlowAlreadyFinished();
}

type FlowKey = Pick<Flow, "poolId" | "flowId" | "browserHash">;

export function csrfToken(world: World, { flow }: OpenFlow): string {
  return `${flow.version}.${csrfMac(world, flow, String(flow.version))}`;
}

/** The step that a form's token was made for; undefined when it was not made here for this browser. */
function versionOf(world: World, key: FlowKey, csrf: string | undefined): number | undefined {
  const [version = "", mac = ""] = (csrf ?? "").split(".", 2);
  return world.digests.equal(csrfMac(world, key, version), mac) ? Number(version) : undefined;
}

function csrfMac(world: World, { poolId, flowId, browserHash }: FlowKey, version: string): string {
  return world.digests.fingerprint(JSON.stringify(["csrf", poolId, flowId, browserHash, version]));
}

/** A version before this one kept no progress. */
function isOver(world: World, state: FlowState): boolean {
  return isPassed(state) && (state.until <= world.clock.now() || state.progress === undefined);
}

function readState(json: string): { query: string; state: FlowState } {
  // Only this file writes it, so it has the shape of a FlowState and a query.
  const { query, ...state } = JSON.parse(json) as FlowState & { query: string };
  return { query, state: "sub" in state ? { ...state, sub: sub(state.sub) } : state };
}
