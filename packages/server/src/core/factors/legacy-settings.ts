/** `MFAOptions` of SetUserSettings: the older way to turn on SMS as second factor, and an empty list to turn it off. */
import type { MFAOptionType } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import { texts } from "../texts.ts";
import type { FactorSettings } from "./set-mfa-preference.ts";

export function legacySettings(
  options: readonly MFAOptionType[],
  fail: Fail<"InvalidParameterException">,
): FactorSettings {
  for (const { DeliveryMedium = "SMS", AttributeName = "phone_number" } of options) {
    if (DeliveryMedium !== "SMS" || AttributeName !== "phone_number") {
      throw fail("InvalidParameterException", texts.mfaOptionInvalid);
    }
  }
  return { SMS_MFA: { Enabled: options.length > 0 } };
}
