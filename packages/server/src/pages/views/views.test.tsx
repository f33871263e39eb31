/** The promises every page keeps, whatever it says. */
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { mfaKinds } from "../../core/factors/mfa-preference.ts";
import { renderAccount } from "./account.tsx";
import { renderAddPasskey } from "./add-passkey.tsx";
import type { Asset } from "./asset.ts";
import { renderCauses } from "./causes.tsx";
import { renderChallenge } from "./challenge.tsx";
import { renderChangeAddress } from "./change-address.tsx";
import { renderChangePassword } from "./change-password.tsx";
import { renderChooseFactor } from "./choose-factor.tsx";
import { renderConfirm } from "./confirm.tsx";
import { renderConfirmUser, renderUserConfirmed } from "./confirm-user.tsx";
import { renderAccountDeleted, renderDeleteAccount } from "./delete-account.tsx";
import { renderDevHome } from "./dev-home.tsx";
import { renderError } from "./error.tsx";
import { renderFactor } from "./factor.tsx";
import { renderForgotPassword } from "./forgot-password.tsx";
import { renderFormPost } from "./form-post.tsx";
import { renderHome } from "./home.tsx";
import { renderInbox } from "./inbox.tsx";
import { inspectorAssets, renderInspector } from "./inspector.tsx";
import { assets } from "./layout.tsx";
import { renderLogin } from "./login.tsx";
import { renderNewPassword } from "./new-password.tsx";
import { renderQuestion } from "./question.tsx";
import { renderResetPassword } from "./reset-password.tsx";
import { renderSetUpApp } from "./set-up-app.tsx";
import { renderSignedOut, renderSignOut } from "./sign-out.tsx";
import { renderSignUp } from "./sign-up.tsx";
import { renderSignUpDetails } from "./sign-up-details.tsx";
import { renderSignedIn } from "./signed-in.tsx";
import { renderVerifyAddress } from "./verify-address.tsx";

const target = { action: "/login", csrf: "c", flow: "f" };
const hostile = `"'><svg onload=alert(1)><script>alert(1)</script><b style="x">`;

const bare = {
  notice: "Saved.",
  addresses: [],
  attributes: [],
  passkeyHref: undefined,
  passkeys: [],
  sessions: [],
  factors: [],
  isFactorDemanded: false,
  devices: [],
  errors: [],
};

describe.each(everyPage("Ada"))("the page %s", (name, html) => {
  const tags = readTags(html);

  test("HP-02: has no inline style, script or event handler", () => {
    expect(tags.map((tag) => tag.name)).not.toContain("style");
    expect(html.match(/<script[^>]*>[^<]/)).toBeNull();
    expect(
      tags.flatMap((tag) => [...tag.attributes.keys()]).filter((name) => /^(on|style)/.test(name)),
    ).toEqual([]);
  });

  test("HP-11, AZ-23: loads only from its own origin and sends no Referer", () => {
    const loaded = tags.filter((tag) => ["script", "link", "img"].includes(tag.name));
    const paths = loaded.map((tag) => tag.attributes.get("src") ?? tag.attributes.get("href"));
    expect(paths.toSorted()).toEqual([...assets, ...ownAssets(name)].map((asset) => asset.path).toSorted());
    expect(html).toContain('<meta name="referrer" content="no-referrer"/>');
  });

  test("names its language and has one heading of the first rank", () => {
    expect(html).toMatch(/^<!doctype html><html lang="en">/);
    expect(tags.filter((tag) => tag.name === "h1")).toHaveLength(1);
  });

  test("every field has a label and every id is used once", () => {
    const labelled = tags.filter((tag) => tag.name === "label").map((tag) => tag.attributes.get("for"));
    const fields = tags.filter(
      (tag) => tag.name === "textarea" || (tag.name === "input" && tag.attributes.get("type") !== "hidden"),
    );
    expect(fields.map((field) => field.attributes.get("id"))).toEqual(labelled);
    const ids = idsOf(tags);
    expect(ids).toEqual([...new Set(ids)]);
  });

  test("every reference to another element finds it", () => {
    const references = tags.flatMap((tag) => [
      ...(tag.attributes.get("aria-describedby")?.split(" ") ?? []),
      ...["aria-labelledby", "data-copy", "data-reveal"].flatMap((name) => tag.attributes.get(name) ?? []),
      ...(/^#(.*)/
        .exec(tag.attributes.get("href") ?? "")
        ?.slice(1)
        .map(decodeURIComponent) ?? []),
    ]);
    expect(references.filter((id) => !idsOf(tags).includes(id))).toEqual([]);
  });

  test("weighs 30 kB at most, with its style and script; a script of its own 12 kB, compressed", () => {
    const bytes = [html, ...assets.map((asset) => asset.body)].reduce(
      (sum, text) => sum + Buffer.byteLength(text),
      0,
    );
    expect(bytes).toBeLessThanOrEqual(30_000);
    const own = ownAssets(name).map((asset) => gzipSync(asset.body).length);
    expect(Math.max(0, ...own)).toBeLessThanOrEqual(12_000);
  });
});

test.each(everyPage(hostile))("HP-03: the page %s shows hostile values as text", (_name, html) => {
  expect(html).not.toMatch(/<svg onload|<script>|<b style/);
  expect(readTags(html).flatMap((tag) => [...tag.attributes.keys()])).not.toContain("onload");
});

test("the error summary links to each wrong field, and the field names its error", () => {
  const html = renderNewPassword({
    ...newPassword("Ada"),
    errors: [{ field: "confirmPassword", message: "The two passwords differ." }],
    attributes: [{ name: "custom:UAID", label: "UAID", type: "text", error: "Enter your UAID." }],
  });
  expect(html).toContain('<a class="jump" href="#field-confirmPassword">The two passwords differ.</a>');
  expect(html).toContain('<a class="jump" href="#field-userAttributes.custom%3AUAID">Enter your UAID.</a>');
  expect(html).toContain("2 fields need attention");
  const field = readTags(html).find((tag) => tag.attributes.get("name") === "userAttributes.custom:UAID");
  expect(field?.attributes.get("aria-invalid")).toBe("true");
  expect(field?.attributes.get("aria-describedby")).toBe("field-userAttributes.custom:UAID-error");
});

test("HP-04: both fields of a new password say so to password managers", () => {
  const fields = readTags(renderNewPassword(newPassword("Ada"))).filter(
    (tag) => tag.attributes.get("type") === "password",
  );
  expect(fields.map((field) => [field.attributes.get("name"), field.attributes.get("autocomplete")])).toEqual(
    [
      ["newPassword", "new-password"],
      ["confirmPassword", "new-password"],
    ],
  );
});

test("LO-03: signing out is a form to post, not a link to follow", () => {
  const html = renderSignOut({ ...target, action: "/logout", poolName: "quickstart" });
  expect(html).toContain("Sign out of quickstart?");
  expect(html).toContain('<form class="stack" method="post" action="/logout">');
  expect(html).not.toContain("<a ");
});

test("outside development mode the start page tells the name and nothing else", () => {
  expect(
    renderHome()
      .replace(/^.*<body>/s, "")
      .replace(/<[^>]*>/g, ""),
  ).toBe("PoolhousePoolhouse");
});

function newPassword(text: string) {
  return {
    ...target,
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
      { name: "email", label: text, type: "email" as const, value: text, error: `${text} is wrong.` },
      { name: "given_name", label: text, type: "text" as const },
    ],
    errors: [{ field: "newPassword", message: text }],
    backHref: "/",
  };
}

function signUp(text: string) {
  const { passwordRules } = newPassword(text);
  const errors = [{ message: text }];
  const names = { clientName: text, poolName: text, username: text };
  return { ...target, ...names, passwordRules, errors, signInHref: "/login", backHref: "/" };
}

function account(text: string) {
  const session = { name: text, at: 0, ipAddress: text };
  return {
    ...signUp(text),
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
    attributes: newPassword(text).attributes,
    requiredNames: ["given_name"],
    hasPassword: true,
    passwordHref: "/account/password",
    passkeyHref: "/passkeys/add",
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

/** Each page with everything it can show, every free text being `text`. */
function everyPage(text: string): [string, string][] {
  const names = { clientName: text, poolName: text, username: text };
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
    ["new-password", renderNewPassword(newPassword(text))],
    ["sign-up", renderSignUp({ ...signUp(text), nameLabel: text, nameType: "tel", hasMore: true })],
    [
      "sign-up-details",
      renderSignUpDetails({ ...signUp(text), attributes: newPassword(text).attributes, signUpHref: "/" }),
    ],
    ...(["WEB_AUTHN", "EMAIL_OTP", "CUSTOM_CHALLENGE"] as const).map((challenge): [string, string] => [
      `challenge-${challenge}`,
      renderChallenge({
        ...signUp(text),
        challenge,
        options: "{}",
        sentTo: text,
        isSentAgain: false,
        questions: [[text, text]],
      }),
    ]),
    ["account", renderAccount(account(text))],
    ["account-empty", renderAccount({ ...account(text), ...bare })],
    [
      "question",
      renderQuestion({
        ...target,
        ...names,
        title: text,
        what: text,
        yes: { value: "yes", label: text },
        hidden: { passkey: text },
        keepLabel: text,
      }),
    ],
    ...(["email", "phone_number"] as const).flatMap((attribute): [string, string][] => {
      const own = { ...target, ...names, attribute, accountHref: "/account" };
      const wrong = [{ field: `userAttributes.${attribute}`, message: text }];
      const address = { ...own, current: text, given: text, errors: wrong };
      return [
        [`change-${attribute}`, renderChangeAddress(address)],
        [`add-${attribute}`, renderChangeAddress({ ...address, current: undefined, errors: [] })],
        [
          `verify-${attribute}`,
          renderVerifyAddress({
            ...own,
            sentTo: text,
            isWaiting: true,
            isSentAgain: true,
            errors: attribute === "email" ? codeErrors : [],
          }),
        ],
      ];
    }),
    ...[true, false].map((hasOne): [string, string] => {
      const { passwordRules } = newPassword(text);
      const links = { accountHref: "/account", forgotPasswordHref: "/forgotPassword" };
      const wrong = [{ field: "newPassword", message: text }];
      const own = { ...target, ...names, hasOne, passwordRules, errors: wrong, ...links };
      return [`change-password-${hasOne}`, renderChangePassword(own)];
    }),
    ["delete-account", renderDeleteAccount({ ...target, ...names })],
    ["account-deleted", renderAccountDeleted(names)],
    ["add-passkey", renderAddPasskey({ ...signUp(text), options: JSON.stringify({ text }) })],
    ...(["code", "link", "administrator", "nothing"] as const).map((by): [string, string] => [
      `confirm-${by}`,
      renderConfirm({
        ...signUp(text),
        by,
        sentTo: text,
        isSentAgain: by === "link",
        resendAction: "/resendcode",
        errors: by === "code" ? codeErrors : [],
      }),
    ]),
    ["forgot-password", renderForgotPassword({ ...signUp(text), nameLabel: text })],
    [
      "reset-password",
      renderResetPassword({ ...signUp(text), nameLabel: text, sentTo: text, isSentAgain: false, code: text }),
    ],
    [
      "reset-password-again",
      renderResetPassword({ ...signUp(text), nameLabel: text, isSentAgain: true, errors: [] }),
    ],
    [
      "choose-factor",
      renderChooseFactor({
        ...target,
        ...names,
        factors: [{ value: text, name: text }],
        errors: [{ message: text }],
        backHref: "/",
      }),
    ],
    ["factor-sent", renderFactor({ ...target, ...names, sentTo: text, errors: codeErrors, backHref: "/" })],
    ["factor-shown", renderFactor({ ...target, ...names, errors: [] })],
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
        title: text,
        what: text,
        why: text,
        whatToDo: text,
        requestId: text,
        poolName: text,
        back,
      }),
    ],
    ["confirm-user", renderConfirmUser({ ...names, fields: [["user_name", text]] })],
    ["user-confirmed", renderUserConfirmed(names)],
    ["sign-out", renderSignOut({ ...target, ...names, backHref: "/" })],
    ["signed-out", renderSignedOut({ poolName: text, back })],
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

/** What one page has beside the files of all. */
function ownAssets(name: string): readonly Asset[] {
  return name === "inspector" ? inspectorAssets : [];
}

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Reads start tags as a browser would, as long as attribute values are quoted, which Preact's are. */
function readTags(html: string): Tag[] {
  return [...html.matchAll(/<([a-z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g)].map(
    ([, name = "", rest = ""]) => ({
      name,
      attributes: new Map(
        [...rest.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(([, attribute = "", value = ""]) => [
          attribute,
          value,
        ]),
      ),
    }),
  );
}

function idsOf(tags: readonly Tag[]): string[] {
  return tags.flatMap((tag) => tag.attributes.get("id") ?? []);
}
