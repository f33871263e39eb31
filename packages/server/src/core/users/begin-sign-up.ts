/** The first half of a two-step sign-up: a name and a password, before anything else is known about the person. */
import type { Fail } from "../failures.ts";
import { sub } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { addressForms } from "./attribute-values.ts";
import { type Attributes, missingRequiredAttributes } from "./attributes.ts";
import { newPerson } from "./new-person.ts";
import { newUsername } from "./new-username.ts";
import { requirePasswordPolicy } from "./password-policy.ts";
import { requireSelfService } from "./self-service.ts";
import { signUpAttributes } from "./sign-up-contact.ts";
import { requireFreeNames, signUpRules } from "./store-new-user.ts";

interface Beginning {
  readonly pool: Pool;
  readonly name: string;
  readonly password: string;
  readonly fail: Fail<
    | "InvalidParameterException"
    | "InvalidPasswordException"
    | "NotAuthorizedException"
    | "UsernameExistsException"
  >;
}

/** Refuses what SignUp would refuse whatever else it is told. */
export async function requireSignUpBeginning(
  world: World,
  { pool, name, password, fail }: Beginning,
): Promise<void> {
  requireSelfService(pool, fail);
  const id = sub(world.random.uuid());
  const { username, attributes } = newUsername(pool, id, name, fail);
  requirePasswordPolicy(pool, password, fail);
  const person = newPerson(world, pool, { sub: id, username, status: "UNCONFIRMED", attributes });
  await requireFreeNames(world, pool, person, signUpRules, fail);
}

/** What a name that can be had says about the person already. */
export function attributesOfName({ settings }: Pool, name: string): Attributes {
  const kind = settings.UsernameAttributes?.find((each) => addressForms[each](name));
  return kind === undefined ? {} : { [kind]: name };
}

/** What the pool still has to know: the attributes it requires, and an address to send the code to that confirms the account. */
export function signUpDetails(pool: Pool, known: Attributes): readonly string[] {
  const required = missingRequiredAttributes(pool, known);
  const contacts = signUpAttributes(pool);
  const hasContact = contacts.some((name) => known[name] !== undefined || required.includes(name));
  const [contact] = contacts.toReversed();
  return hasContact || contact === undefined ? required : [contact, ...required];
}
