/** /account/verify: the code that was sent to an address comes back, by the rules of VerifyUserAttribute. */
import { ApiFailure, fail } from "../core/failures.ts";
import { deliveryDetails } from "../core/messages/contact.ts";
import type { World } from "../core/ports.ts";
import type { ContactAttribute } from "../core/users/attributes.ts";
import type { User } from "../core/users/user.ts";
import { findWaitingAddress, sendAddressCode, verifyAddress } from "../core/users/verify-address.ts";
import type { Words } from "../languages/en.ts";
import { isAcceptableCode } from "./acceptable.ts";
import { done, ownRefusal, unlessRefused } from "./account-result.ts";
import { accountPath } from "./addresses.ts";
import { typedCode } from "./code-field.ts";
import { codeRefusalWords, refusedCode } from "./factor-words.ts";
import { type OpenFlow, stepTo } from "./flow.ts";
import { never, type OwnPage } from "./own-page.ts";
import type { VerifyAddressState } from "./own-state.ts";
import { pageFrame } from "./page-frame.ts";
import { pageOrGone, type StepResult, type Submission } from "./step.ts";
import type { FormError } from "./views/form.tsx";
import { renderVerifyAddress } from "./views/verify-address.tsx";

/** A code proves more than a sign-in does, so none is asked for. */
export const verifyAddressPage: Pick<OwnPage, "screen" | "isSensitive" | "show" | "submit" | "start"> = {
  screen: "account",
  isSensitive: never,
  start: async () => undefined,
  show: async (world, open) => render(world, open, []),
  submit,
};

/** From the account page. The flow moves first, so that a form sent twice sends one code; throws `ApiFailure` where none can be sent. */
export async function startVerifying(
  world: World,
  open: OpenFlow,
  user: User,
  attribute: ContactAttribute,
): Promise<StepResult> {
  const waiting = await findWaitingAddress(world, user, attribute);
  const to = waiting?.to ?? user.attributes[attribute];
  if (to === undefined) return { kind: "next", step: "account" };
  const medium = attribute === "email" ? "EMAIL" : "SMS";
  const { Destination: sentTo = "" } = deliveryDetails({ attribute, medium, to });
  const isWaiting = waiting !== undefined;
  const state = { step: "verifyAddress", sub: user.sub, attribute, sentTo, isWaiting, sent: 1 } as const;
  const moved = await stepTo(world, open, state);
  return send(world, moved, user, attribute);
}

async function submit(world: World, { open, fields, source, signedIn }: Submission): Promise<StepResult> {
  const { state, request } = open;
  if (state.step !== "verifyAddress" || signedIn === undefined) return { kind: "gone" };
  const { user } = signedIn;
  const { attribute } = state;
  const { words, metadata } = open.look;
  if (fields["resend"] !== undefined) {
    const moved = await stepTo(world, open, { ...state, sent: state.sent + 1 });
    return send(world, moved, user, attribute);
  }
  const code = typedCode(fields);
  if (code === "") return page(world, open, { field: "code", message: words.fields.codeMissing });
  if (!isAcceptableCode(code))
    return page(world, open, { field: "code", message: codeRefusalWords(words, "mismatch") });
  const verify = async () => {
    await verifyAddress(world, request.pool, user, attribute, { code, source, metadata }, fail);
    return done(world, open, state.isWaiting ? "addressChanged" : "addressConfirmed");
  };
  return unlessRefused(world, open, verify, (refusal) => page(world, open, wordsOf(words, refusal, state)));
}

async function send(
  world: World,
  open: OpenFlow,
  user: User,
  attribute: ContactAttribute,
): Promise<StepResult> {
  const { pool, client } = open.request;
  try {
    await sendAddressCode(world, { pool, client, user, metadata: open.look.metadata }, attribute, fail);
    return { kind: "next", step: "verifyAddress" };
  } catch (error) {
    if (error instanceof ApiFailure) return page(world, open, ownRefusal(open.look.words, error));
    throw error;
  }
}

function page(world: World, open: OpenFlow, error: FormError): StepResult {
  return pageOrGone(render(world, open, [error]));
}

function render(world: World, open: OpenFlow, errors: readonly FormError[]): string | undefined {
  const { state, request } = open;
  if (state.step !== "verifyAddress") return undefined;
  const { attribute, sentTo, isWaiting, sent } = state;
  return renderVerifyAddress({
    ...pageFrame(world, open),
    attribute,
    sentTo,
    isWaiting,
    isSentAgain: sent > 1 && errors.length === 0,
    errors,
    accountHref: accountPath(request.query),
  });
}

function wordsOf(words: Words, error: ApiFailure, state: VerifyAddressState): FormError {
  if (error.exception === "AliasExistsException") {
    return { message: words.accountPages.changeAddress.taken[state.attribute] };
  }
  return refusedCode(words, error) ?? ownRefusal(words, error);
}
