/**
 * /account/email and /account/phone: changes an address, by the rules of UpdateUserAttributes; a code proves it if the
 * pool requires proof.
 */
import { type ApiFailure, fail } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import type { SignedInBrowser } from "../core/sign-in/browser-sign-in.ts";
import {
  type Attributes,
  type ContactAttribute,
  isOwnAddressToChange,
  isSameContact,
  withOwnAttributes,
} from "../core/users/attributes.ts";
import { changeAttributes } from "../core/users/change-attributes.ts";
import type { Words } from "../languages/en.ts";
import { doneWithin, ownRefusal, unlessRefused } from "./account-result.ts";
import { accountPath } from "./addresses.ts";
import { attributeProblems, attributeRefusal, attributeValues } from "./attribute-fields.ts";
import { advanceFlow, type OpenFlow } from "./flow.ts";
import { always, type OwnPage } from "./own-page.ts";
import { pageFrame } from "./page-frame.ts";
import type { StepResult, Submission } from "./step.ts";
import { attributeField } from "./views/attribute-fields.tsx";
import { renderChangeAddress } from "./views/change-address.tsx";
import type { FormError } from "./views/form.tsx";

export const changeEmailPage: OwnPage = changeAddressPage("changeEmail", "email");
export const changePhonePage: OwnPage = changeAddressPage("changePhone", "phone_number");

function changeAddressPage(step: "changeEmail" | "changePhone", name: ContactAttribute): OwnPage {
  return {
    screen: step,
    isSensitive: always,
    start: async (_world, { pool, client }, { user }) =>
      isOwnAddressToChange(pool, client, name) ? { step, sub: user.sub } : undefined,
    show: async (world, open, signedIn) => render(world, open, signedIn, name),
    submit: (world, submission, signedIn) => submit(world, submission, signedIn, name),
  };
}

async function submit(
  world: World,
  submission: Submission,
  signedIn: SignedInBrowser,
  name: ContactAttribute,
): Promise<StepResult> {
  const { open, fields } = submission;
  const field = attributeField(name);
  const { words } = open.look;
  const again = (error: FormError): StepResult => {
    return { kind: "page", html: render(world, open, signedIn, name, [error], fields[field]) };
  };
  const value = attributeValues(fields, [name])[name] ?? "";
  const [problem] = attributeProblems(words, { [field]: value === "" ? undefined : value }, [name]);
  if (problem !== undefined) return again(problem);
  if (isSameContact(signedIn.user.attributes[name], value)) {
    return again({ field, message: words.accountPages.changeAddress.same[name] });
  }
  return unlessRefused(
    world,
    open,
    () => save(world, open, signedIn, name, value),
    (refusal) => again(wordsOf(words, refusal, name)),
  );
}

/** The flow moves in the same transaction, so that a form sent twice sends one code. */
async function save(
  world: World,
  open: OpenFlow,
  { user }: SignedInBrowser,
  name: ContactAttribute,
  value: string,
): Promise<StepResult> {
  const { pool, client } = open.request;
  const changes = { [name]: value };
  const apply = (current: Attributes) => withOwnAttributes(pool, client, current, changes, fail);
  const proof = { client, metadata: open.look.metadata, fail };
  const request = { pool, sub: user.sub, changes, apply, proof, fail };
  let step: "account" | "verifyAddress" = "account";
  await changeAttributes(world, {
    ...request,
    async alongside(tables, after, codes) {
      const code = codes.find(({ AttributeName }) => AttributeName === name);
      if (code === undefined) return doneWithin(tables, open, "addressChanged");
      step = "verifyAddress";
      const isWaiting = !isSameContact(after.attributes[name], value);
      const sentTo = code.Destination ?? "";
      const state = { step, sub: user.sub, attribute: name, sentTo, isWaiting, sent: 1 } as const;
      await advanceFlow(tables, open, state);
    },
  });
  return { kind: "next", step };
}

function render(
  world: World,
  open: OpenFlow,
  { user }: SignedInBrowser,
  name: ContactAttribute,
  errors: readonly FormError[] = [],
  given?: string | undefined,
): string {
  return renderChangeAddress({
    ...pageFrame(world, open),
    attribute: name,
    current: user.attributes[name],
    given,
    errors,
    accountHref: accountPath(open.request.query),
  });
}

function wordsOf(words: Words, error: ApiFailure, name: ContactAttribute): FormError {
  const { taken } = words.accountPages.changeAddress;
  if (error.exception === "AliasExistsException")
    return { field: attributeField(name), message: taken[name] };
  if (error.exception === "InvalidParameterException") return attributeRefusal(words, error, [name]);
  return ownRefusal(words, error);
}
