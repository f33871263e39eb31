/** The challenges that a sign-in by choice can begin with, in the order Cognito lists them. */
export type FirstChallenge = "PASSWORD_SRP" | "PASSWORD" | OtpChallenge | "WEB_AUTHN";

export type OtpChallenge = "EMAIL_OTP" | "SMS_OTP";

/** Where the code goes. */
export const otpAttributes = { EMAIL_OTP: "email", SMS_OTP: "phone_number" } as const;
