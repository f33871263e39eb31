/** How long a client's tokens live: its validity fields, their units, and Cognito's defaults. */
import type { Client } from "../clients/client.ts";

/** The last second of year 9999: "no expiration" in a form that every library can parse. */
export const noExpiration = 253_402_300_799;

const secondsPer = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;

export interface Lifetimes {
  readonly accessSeconds: number;
  readonly idSeconds: number;
  readonly refreshSeconds: number;
}

/** Defaults: an hour, an hour, thirty days; a refresh validity of 0 means the default. */
export function lifetimesOf(client: Client): Lifetimes {
  const { AccessTokenValidity, IdTokenValidity, RefreshTokenValidity, TokenValidityUnits } = client.settings;
  const units = TokenValidityUnits ?? {};
  return {
    accessSeconds: AccessTokenValidity
      ? AccessTokenValidity * secondsPer[units.AccessToken ?? "hours"]
      : 3600,
    idSeconds: IdTokenValidity ? IdTokenValidity * secondsPer[units.IdToken ?? "hours"] : 3600,
    refreshSeconds: RefreshTokenValidity
      ? RefreshTokenValidity * secondsPer[units.RefreshToken ?? "days"]
      : 30 * secondsPer.days,
  };
}
