import type { PoolAndClient } from "../../core/clients/find-client.ts";
import type { World } from "../../core/ports.ts";
import type { IssuedTokens } from "../../core/tokens/issue.ts";
import type { Parameters } from "../parameters.ts";

/** Who asks, authenticated. */
export interface Asker extends PoolAndClient {
  /** The network address the request came from. */
  readonly source: string;
}

/** A grant does two things: says whether a client may use it, and turns the parameters into tokens. */
export interface Grant {
  admit(asker: PoolAndClient): void;
  redeem(world: World, asker: Asker, parameters: Parameters): Promise<Granted>;
}

export interface Granted {
  readonly tokens: IssuedTokens;
  readonly refreshToken: string | undefined;
}
