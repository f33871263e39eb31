/**
 * What SetRiskConfiguration stores, in its wire form. Nothing computes a risk: no sign-in is refused, asked for a second factor
 * or reported because of it. The pools' own rules (lock-out, MFA) hold whatever it says.
 */
import type { RiskConfigurationType } from "../../model/shapes.ts";

export type RiskConfiguration = Omit<
  RiskConfigurationType,
  "UserPoolId" | "ClientId" | "LastModifiedDate"
> & {
  readonly modifiedAt: number;
};
