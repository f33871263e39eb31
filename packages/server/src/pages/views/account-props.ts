/** What the account page is told. */
import type { MfaKind } from "../../core/factors/mfa-preference.ts";
import type { ContactAttribute } from "../../core/users/attributes.ts";
import type { RequiredAttribute } from "./attribute-fields.tsx";
import type { FormError, FormTarget } from "./form.tsx";
import type { WithLook } from "./look.tsx";

export interface AccountProps extends FormTarget, WithLook {
  readonly poolName: string;
  readonly clientName: string;
  readonly username: string;
  readonly notice?: string | undefined;
  readonly addresses: readonly AccountAddress[];
  readonly attributes: readonly RequiredAttribute[];
  /** What they were when the page was first shown: another tab or an administrator may change them meanwhile. */
  readonly shown: Readonly<Record<string, string>>;
  /** Those that cannot be emptied. */
  readonly requiredNames: readonly string[];
  readonly hasPassword: boolean;
  readonly passwordHref: string;
  readonly passkeyHref?: string | undefined;
  readonly passkeys: readonly AccountPasskey[];
  /** Empty where the pool asks for none. */
  readonly factors: readonly AccountFactor[];
  readonly isFactorDemanded: boolean;
  /** Empty where the pool does not track them. */
  readonly sessions: readonly AccountSession[];
  readonly devices: readonly AccountDevice[];
  readonly errors: readonly FormError[];
  readonly backHref?: string | undefined;
}

export interface AccountAddress {
  readonly name: ContactAttribute;
  readonly value: string | undefined;
  readonly isConfirmed: boolean;
  /** What is to take its place. */
  readonly waiting: string | undefined;
  readonly changeHref: string | undefined;
  readonly isRemovable: boolean;
}

export interface AccountPasskey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | undefined;
}

export interface AccountFactor {
  readonly kind: MfaKind;
  /** Asked for at a sign-in. */
  readonly isOn: boolean;
  /** Could be asked for: there is an app, an address, a passkey. */
  readonly isThere: boolean;
  readonly isPreferred: boolean;
  readonly isPreferable: boolean;
  readonly isRemovable: boolean;
  readonly setUpHref: string | undefined;
}

export interface AccountSession {
  readonly sessionId: string;
  readonly name: string;
  readonly at: number;
  readonly ipAddress: string | undefined;
  readonly isCurrent: boolean;
}

export interface AccountDevice {
  readonly key: string;
  readonly name: string;
  readonly isRemembered: boolean;
  readonly at: number;
  readonly ipAddress: string | undefined;
}
