import { requireClientOfPool } from "../../core/clients/find-client.ts";
import { describeTokenOptions, requireTokenOptions } from "../../core/clients/token-options.ts";
import { updateClient } from "../../core/clients/update-client.ts";
import { requirePool, requirePoolIn } from "../../core/pools/find-pool.ts";
import type { Handler } from "../handler.ts";

/** A full replacement. Once an ID token may live for ever, so must the keys that verify it, whatever is set later. */
export const SetUserPoolClientTokenOptions: Handler<"SetUserPoolClientTokenOptions"> = async (
  input,
  context,
) => {
  const { fail } = context;
  const found = await requirePool(context, input.UserPoolId, fail);
  const { poolId } = found;
  const options = {
    claimMap: input.ClaimMap ?? {},
    idTokenNoExpiration: input.IdTokenNoExpiration ?? false,
  };
  const client = await updateClient(
    context,
    await requireClientOfPool(context, found, input.ClientId, fail),
    async (current, tables) => {
      const pool = await requirePoolIn(tables, poolId, fail);
      const tokenOptions = requireTokenOptions(pool, current, options, fail);
      if (tokenOptions.idTokenNoExpiration) await tables.pools.update({ ...pool, hasEternalIdTokens: true });
      return { ...current, tokenOptions };
    },
    fail,
  );
  return { ClientTokenOptions: describeTokenOptions(client) };
};
