/** What an error shows to whoever logs it, in every way that is usual. */
import { inspect } from "node:util";
import { type ClientError, isClientError } from "../../src/errors/client-error.ts";

/** The `ClientError` that `work` fails with; anything else fails the test. */
export async function failureOf(work: Promise<unknown>): Promise<ClientError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (isClientError(error)) return error;
  throw new Error(`no ClientError but ${inspect(error)}`);
}

/** Which of the secrets can be found in an error: in its words, its causes, its members, or its JSON. */
export function leaks(error: unknown, secrets: readonly string[]): string[] {
  const shown = [inspect(error, { depth: 20, showHidden: true }), JSON.stringify(error), ...causes(error)];
  return secrets.filter((secret) => secret !== "" && shown.some((text) => text.includes(secret)));
}

function causes(error: unknown): string[] {
  const texts: string[] = [];
  for (let each = error; each instanceof Error; each = each.cause) {
    texts.push(`${each}`, each.stack ?? "", JSON.stringify(Object.getOwnPropertyDescriptors(each)));
  }
  return texts;
}
