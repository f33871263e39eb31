/** Each page with everything it can show: for what all of them promise, whatever they say and in whatever language. */
import { mfaKinds } from "../../src/core/factors/mfa-preference.ts";
import { type Look, plainLook } from "../../src/pages/look.ts";
import { renderAccount } from "../../src/pages/views/account.tsx";
import { renderAddPasskey } from "../../src/pages/views/add-passkey.tsx";
import { renderCauses } from "../../src/pages/views/causes.tsx";
import { renderChallenge } from "../../src/pages/views/challenge.tsx";
import { renderChangeAddress } from "../../src/pages/views/change-address.tsx";
import { renderChangePassword } from "../../src/pages/views/change-password.tsx";
import { renderChooseFactor } from "../../src/pages/views/choose-factor.tsx";
import { renderConfirm } from "../../src/pages/views/confirm.tsx";
import { renderConfirmUser, renderUserConfirmed } from "../../src/pages/views/confirm-user.tsx";
import { renderAccountDeleted, renderDeleteAccount } from "../../src/pages/views/delete-account.tsx";
import { renderDevHome } from "../../src/pages/views/dev-home.tsx";
import { renderError } from "../../src/pages/views/error.tsx";
import { renderFactor } from "../../src/pages/views/factor.tsx";
import { renderForgotPassword } from "../../src/pages/views/forgot-password.tsx";
import { renderFormPost } from "../../src/pages/views/form-post.tsx";
import { renderHome } from "../../src/pages/views/home.tsx";
import { renderInbox } from "../../src/pages/views/inbox.tsx";
import { renderInspector } from "../../src/pages/views/inspector.tsx";
import { renderLogin } from "../../src/pages/views/login.tsx";
import { renderNewPassword } from "../../src/pages/views/new-password.tsx";
import { renderQuestion } from "../../src/pages/views/question.tsx";
import { renderRenamePasskey } from "../../src/pages/views/rename-passkey.tsx";
import { renderResetPassword } from "../../src/pages/views/reset-password.tsx";
import { renderSetUpApp } from "../../src/pages/views/set-up-app.tsx";
import { renderSignedOut, renderSignOut } from "../../src/pages/views/sign-out.tsx";
import { renderSignUp } from "../../src/pages/views/sign-up.tsx";
import { renderSignUpDetails } from "../../src/pages/views/sign-up-details.tsx";
import { renderSignedIn } from "../../src/pages/views/signed-in.tsx";
import { renderVerifyAddress } from "../../src/pages/views/verify-address.tsx";

/** Each page with everything it can show, every free text being `text`. */
export function everyPage(text: string, look: Look = plainLook): [string, string][] {
  const target = targetOf(look);
  const names = { look, clientName: text, poolName: text, username: text };
  const back = { href: "/", label: text };
  const message = { to: text, subject: text, body: `${text} 493027`, sentAt: 0 };
  const errors = [{ message: text }, { field: "username", message: `${text}.` }];
  const codeErrors = [{ field: "code", message: text }];
  return [
    [
      "login",
      renderLogin({
        ...target,
        ...names,
        errors,
        passkeyOptions: JSON.stringify({ text }),
        ways: [{ value: text, label: text }],
        forgotPasswordHref: "/a",
        signUpHref: "/b",
        backHref: "/c",
      }),
    ],
    ["new-password", renderNewPassword(newPassword(text, look))],
    ["sign-up", renderSignUp({ ...signUp(text, look), nameLabel: text, nameType: "tel", hasMore: true })],
    [
      "sign-up-details",
      renderSignUpDetails({
        ...signUp(text, look),
        attributes: newPassword(text, look).attributes,
        signUpHref: "/",
      }),
    ],
    ...(["WEB_AUTHN", "EMAIL_OTP", "CUSTOM_CHALLENGE"] as const).map((challenge): [string, string] => [
      `challenge-${challenge}`,
      renderChallenge({
        ...signUp(text, look),
        challenge,
        options: "{}",
        sentTo: text,
        isSentAgain: false,
        questions: [[text, text]],
      }),
    ]),
    ...accountPages(text, look),
    ["add-passkey", renderAddPasskey({ ...signUp(text, look), options: JSON.stringify({ text }) })],
    ...(["code", "link", "administrator", "nothing"] as const).map((by): [string, string] => [
      `confirm-${by}`,
      renderConfirm({
        ...signUp(text, look),
        by,
        sentTo: text,
        isSentAgain: by === "link",
        resendAction: "/resendcode",
        errors: by === "code" ? codeErrors : [],
      }),
    ]),
    ["forgot-password", renderForgotPassword({ ...signUp(text, look), nameLabel: text })],
    [
      "reset-password",
      renderResetPassword({
        ...signUp(text, look),
        nameLabel: text,
        sentTo: text,
        isSentAgain: false,
        code: text,
      }),
    ],
    [
      "reset-password-again",
      renderResetPassword({ ...signUp(text, look), nameLabel: text, isSentAgain: true, errors: [] }),
    ],
    [
      "choose-factor",
      renderChooseFactor({
        ...target,
        ...names,
        factors: [{ value: text, name: text }],
        errors: [{ message: text }],
        signInHref: "/login",
        backHref: "/",
      }),
    ],
    ["factor-sent", renderFactor({ ...signUp(text, look), sentTo: `${text}@`, errors: codeErrors })],
    ["factor-shown", renderFactor({ ...signUp(text, look), errors: [] })],
    [
      "set-up-app",
      renderSetUpApp({
        ...target,
        ...names,
        secret: text,
        appHref: "otpauth://totp/a",
        errors: codeErrors,
        backHref: "/",
      }),
    ],
    [
      "error",
      renderError({
        look,
        text: { title: text, what: text, why: text, whatToDo: text },
        requestId: text,
        poolName: text,
        back,
      }),
    ],
    ["confirm-user", renderConfirmUser({ ...names, fields: [["user_name", text]] })],
    ["user-confirmed", renderUserConfirmed(names)],
    ["sign-out", renderSignOut({ ...target, ...names, backHref: "/" })],
    ["signed-out", renderSignedOut({ look, poolName: text, back })],
    ["signed-in", renderSignedIn({ ...target, ...names, anotherAccountHref: "/d", backHref: "/" })],
    [
      "inbox",
      renderInbox({
        messages: [
          { ...message, id: "1", medium: "EMAIL" },
          { ...message, id: "2", medium: "SMS", body: text },
        ],
      }),
    ],
    ["inbox-empty", renderInbox({ messages: [] })],
    [
      "dev-home",
      renderDevHome({
        endpoint: text,
        issuer: text,
        poolName: text,
        poolId: text,
        clients: [{ name: "machine", clientId: text, use: text }],
        username: text,
        quickstartFile: text,
        signInHref: "/oauth2/authorize",
      }),
    ],
    ["form-post", renderFormPost({ ...names, action: "https://app.example/cb", fields: [["state", text]] })],
    [
      "causes",
      renderCauses({
        error: text,
        meaning: text,
        app: text,
        causes: [{ name: "a", description: text, found: text, change: text }],
      }),
    ],
    ["home", renderHome()],
    [
      "inspector",
      renderInspector({
        publicUrl: text,
        now: 0,
        pools: [{ poolId: text, issuer: text, keys: [{ kid: text }] }],
        isPoolMissing: true,
        sample: text,
      }),
    ],
  ];
}

function accountPages(text: string, look: Look): [string, string][] {
  const names = { ...targetOf(look), clientName: text, poolName: text, username: text };
  const { passwordRules } = newPassword(text, look);
  const links = { accountHref: "/account", forgotPasswordHref: "/forgotPassword" };
  const errors = [{ field: "newPassword", message: text }];
  const yes = { value: "yes", label: text };
  return [
    ["account", renderAccount(account(text, look))],
    ["account-empty", renderAccount({ ...account(text, look), ...bare })],
    ["question", renderQuestion({ ...names, title: text, what: text, yes, hidden: { passkey: text } })],
    ...addressPages(text, look),
    ...[true, false].map((hasOne): [string, string] => [
      `change-password-${hasOne}`,
      renderChangePassword({ ...names, hasOne, passwordRules, errors, ...links }),
    ]),
    [
      "add-app",
      renderSetUpApp({
        ...names,
        lead: text,
        saveLabel: text,
        secret: text,
        appHref: "otpauth://totp/a",
        errors: [],
        accountHref: "/account",
      }),
    ],
    [
      "rename-passkey",
      renderRenamePasskey({
        ...names,
        hidden: { passkey: text },
        name: text,
        errors: [{ field: "name", message: text }],
      }),
    ],
    ["delete-account", renderDeleteAccount(names)],
    ["account-deleted", renderAccountDeleted(names)],
  ];
}

function addressPages(text: string, look: Look): [string, string][] {
  return (["email", "phone_number"] as const).flatMap((attribute): [string, string][] => {
    const names = { ...targetOf(look), clientName: text, poolName: text };
    const own = { ...names, attribute, accountHref: "/account" };
    const errors = [{ field: `userAttributes.${attribute}`, message: text }];
    const codeErrors = attribute === "email" ? [{ field: "code", message: text }] : [];
    const address = { ...own, current: text, given: text, errors };
    const sent = { sentTo: text, isWaiting: true, isSentAgain: true, errors: codeErrors };
    return [
      [`change-${attribute}`, renderChangeAddress(address)],
      [`add-${attribute}`, renderChangeAddress({ ...address, current: undefined, errors: [] })],
      [`verify-${attribute}`, renderVerifyAddress({ ...own, ...sent })],
    ];
  });
}

const bare = {
  notice: "7",
  addresses: [],
  attributes: [],
  shown: {},
  hasPassword: false,
  passkeyHref: undefined,
  passkeys: [],
  factors: [],
  isFactorDemanded: false,
  sessions: [],
  devices: [],
  errors: [],
};

export function targetOf(look: Look) {
  return { action: "/login", csrf: "c", flow: "f", look };
}

export function newPassword(text: string, look = plainLook) {
  return {
    ...targetOf(look),
    clientName: text,
    poolName: text,
    username: text,
    passwordRules: {
      minimumLength: 8,
      requireLowercase: true,
      requireUppercase: true,
      requireNumbers: true,
      requireSymbols: true,
    },
    attributes: [
      { name: "email", label: text, type: "email" as const, value: text, error: `${text}!` },
      { name: "given_name", label: text, type: "text" as const },
    ],
    errors: [{ field: "newPassword", message: text }],
    backHref: "/",
  };
}

function signUp(text: string, look: Look) {
  const { passwordRules } = newPassword(text, look);
  const errors = [{ message: text }];
  const names = { clientName: text, poolName: text, username: text };
  return { ...targetOf(look), ...names, passwordRules, errors, signInHref: "/login", backHref: "/" };
}

function account(text: string, look: Look) {
  const session = { name: text, at: 0, ipAddress: text };
  return {
    ...signUp(text, look),
    addresses: [
      {
        name: "email" as const,
        value: text,
        isConfirmed: false,
        waiting: text,
        changeHref: "/account/email",
        isRemovable: true,
      },
    ],
    attributes: newPassword(text, look).attributes,
    shown: { given_name: text },
    requiredNames: ["given_name"],
    hasPassword: true,
    passwordHref: "/account/password",
    passkeyHref: "/account/passkey",
    passkeys: [{ id: text, name: text, createdAt: 0, lastUsedAt: 0 }],
    factors: mfaKinds.map((kind) => ({
      kind,
      isOn: true,
      isThere: true,
      isPreferred: kind === "EMAIL_OTP",
      isPreferable: kind !== "EMAIL_OTP",
      isRemovable: true,
      setUpHref: "/account/app",
    })),
    isFactorDemanded: true,
    devices: [{ key: text, name: text, isRemembered: true, at: 0, ipAddress: text }],
    sessions: [
      { ...session, sessionId: text, isCurrent: true },
      { ...session, sessionId: `${text}2`, isCurrent: false },
    ],
  };
}
