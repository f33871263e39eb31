/**
 * What every form of a flow is given: where it is sent, what ties it to this browser, whose pages they are, their look
 * and language, and the way back.
 */
import type { World } from "../core/ports.ts";
import { backHref, stepPath } from "./addresses.ts";
import { csrfToken, type OpenFlow } from "./flow.ts";
import type { FormTarget } from "./views/form.tsx";
import type { WithLook } from "./views/look.tsx";

export interface PageFrame extends FormTarget, WithLook {
  readonly poolName: string;
  readonly clientName: string;
  readonly backHref: string | undefined;
}

export function pageFrame(world: World, open: OpenFlow): PageFrame {
  const { request, flow, state } = open;
  return {
    look: open.look,
    action: stepPath(state.step, request.query),
    csrf: csrfToken(world, open),
    flow: flow.flowId,
    poolName: request.target.poolName,
    clientName: request.target.clientName,
    backHref: backHref(world, request),
  };
}
