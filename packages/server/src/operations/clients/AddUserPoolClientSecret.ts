import { generateClientSecret, isClientSecret, sealClientSecret } from "../../core/clients/client-secrets.ts";
import { requireClientOfPool } from "../../core/clients/find-client.ts";
import { updateClient } from "../../core/clients/update-client.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

const mostSecrets = 2;

/** So that a secret can be replaced while both work (CA-06). A generated one is shown this once. */
export const AddUserPoolClientSecret: Handler<"AddUserPoolClientSecret"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const found = await requireClientOfPool(context, pool, input.ClientId, fail);
  const value = input.ClientSecret ?? generateClientSecret(context);
  const secret = sealClientSecret(context, value);
  await updateClient(
    context,
    found,
    (client) => {
      if (client.secrets.length === 0) throw fail("InvalidParameterException", texts.clientIsPublic);
      if (client.secrets.length >= mostSecrets) {
        throw fail("LimitExceededException", texts.tooManySecrets(mostSecrets));
      }
      if (isClientSecret(context, client, value)) throw fail("InvalidParameterException", texts.secretExists);
      return { ...client, secrets: [...client.secrets, secret] };
    },
    fail,
  );
  return {
    ClientSecretDescriptor: {
      ClientSecretId: secret.secretId,
      ...(input.ClientSecret === undefined && { ClientSecretValue: value }),
      ClientSecretCreateDate: secret.createdAt / 1000,
    },
  };
};
