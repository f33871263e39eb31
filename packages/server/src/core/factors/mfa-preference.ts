/** Which second factors a person has turned on, and which of them goes first. */

/** As `UserMFASettingList` names them; `WEB_AUTHN` is a passkey as second factor. */
export const mfaKinds = ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP", "WEB_AUTHN"] as const;
export type MfaKind = (typeof mfaKinds)[number];

export interface MfaPreference {
  readonly enabled: readonly MfaKind[];
  readonly preferred: MfaKind | undefined;
}

export const noMfa: MfaPreference = { enabled: [], preferred: undefined };

export function withFactor({ enabled, preferred }: MfaPreference, kind: MfaKind): MfaPreference {
  return { enabled: mfaKinds.filter((each) => each === kind || enabled.includes(each)), preferred };
}

export function withoutFactor({ enabled, preferred }: MfaPreference, kind: MfaKind): MfaPreference {
  return {
    enabled: enabled.filter((each) => each !== kind),
    preferred: preferred === kind ? undefined : preferred,
  };
}
