import type { AccessKeyScope } from "../../core/access-keys/access-key.ts";
import { describeAccessKey } from "../../core/access-keys/describe.ts";
import { createAccessKey } from "../../core/access-keys/secret.ts";
import { requirePool, requirePoolIn } from "../../core/pools/find-pool.ts";
import { texts } from "../../core/texts.ts";
import type { Input } from "../../model/any-operation.ts";
import type { Handler, SignedContext } from "../handler.ts";

const mostKeys = 100;

/** The secret is shown this once. */
export const CreateAccessKey: Handler<"CreateAccessKey"> = async (input, context) => {
  const { fail, store } = context;
  const scope = await scopeOf(input, context);
  const { key, secretAccessKey } = createAccessKey(context, { scope, description: input.Description ?? "" });
  await store.write(async (tables) => {
    const { accessKeys } = tables;
    if ((await accessKeys.list()).length >= mostKeys) {
      throw fail("LimitExceededException", texts.tooManyAccessKeys(mostKeys));
    }
    // A key that outlived its pool would be nobody's to delete.
    if (scope.kind === "POOL") await requirePoolIn(tables, scope.poolId, fail);
    await accessKeys.insert(key);
  });
  return { AccessKey: { ...describeAccessKey(key), SecretAccessKey: secretAccessKey } };
};

async function scopeOf(
  { Scope, UserPoolId }: Input<"CreateAccessKey">,
  context: SignedContext<"InvalidParameterException" | "ResourceNotFoundException">,
): Promise<AccessKeyScope> {
  const { fail } = context;
  if (Scope !== "POOL") {
    if (UserPoolId !== undefined) throw fail("InvalidParameterException", texts.accessKeyPoolUnwanted);
    return { kind: Scope };
  }
  if (UserPoolId === undefined) throw fail("InvalidParameterException", texts.accessKeyPoolMissing);
  const { poolId } = await requirePool(context, UserPoolId, fail);
  return { kind: "POOL", poolId };
}
