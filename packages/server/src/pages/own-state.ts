/** Where a person is on the pages of their own account, signed in in this browser. */
import type { Sub } from "../core/ids.ts";
import type { ContactAttribute } from "../core/users/attributes.ts";

export type OwnState =
  | { readonly step: "account"; readonly sub: Sub; readonly notice?: AccountNotice | undefined }
  | {
      readonly step: "addPasskey" | "accountPasskey" | "changeEmail" | "changePhone" | "changePassword";
      readonly sub: Sub;
    }
  | VerifyAddressState
  /** `secretMark` tells the secret that was shown from any other. */
  | { readonly step: "addApp"; readonly sub: Sub; readonly secretMark: string };

/** What went well just before. */
export type AccountNotice =
  | "saved"
  | "signedOutThere"
  | "addressChanged"
  | "addressConfirmed"
  | "addressRemoved"
  | "passwordChanged"
  | "appAdded"
  | "factorRemoved"
  | "factorTurnedOn"
  | "factorPreferred"
  | "passkeyAdded"
  | "passkeyRemoved"
  | "deviceForgotten";

export interface VerifyAddressState {
  readonly step: "verifyAddress";
  readonly sub: Sub;
  readonly attribute: ContactAttribute;
  /** Masked. */
  readonly sentTo: string;
  /** Until the code comes back, another address holds. */
  readonly isWaiting: boolean;
  /** How many codes have been sent. */
  readonly sent: number;
}
