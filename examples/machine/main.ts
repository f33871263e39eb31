/** A job that calls an API for itself. Run the API first: `npm run example api`. */
import { inspectToken } from "@poolhouse/client/inspect";
import { createMachine, isClientError } from "@poolhouse/client/machine";
import { readQuickstart } from "../quickstart.ts";

const { issuer, clients } = await readQuickstart();
const { clientId, clientSecret } = clients.machine;
const machine = createMachine({ issuer, clientId, clientSecret, scopes: ["api/read"] });

try {
  const { name, claims } = await inspectToken(await machine.accessToken(), { now: Date.now() });
  console.log(`${name}:`);
  for (const { name: claim, value, time } of claims) console.log(`  ${claim}: ${value}`, time?.words ?? "");

  // However many calls there are, one token serves them until it expires.
  for (let call = 1; call <= 3; call += 1) {
    const response = await machine.fetch("http://localhost:4000/reports");
    console.log(`call ${call}: ${response.status} ${await response.text()}`);
  }
} catch (error) {
  if (isClientError(error)) console.error(`${error.code}: ${error.message}`);
  else if (error instanceof TypeError)
    console.error("The API does not answer. What to do: npm run example api");
  else throw error;
  process.exitCode = 1;
}
