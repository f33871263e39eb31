/** The filter of ListUsers, cookies and forms. */
import { ApiFailure, fail } from "../../packages/server/build/core/failures.js";
import { parseUserFilter } from "../../packages/server/build/core/users/user-filter.js";
import { languageCookie, readCookie, readNamedCookie } from "../../packages/server/build/http/cookies.js";
import { formOf } from "../../packages/server/build/http/form.js";
import { OAuthFailure } from "../../packages/server/build/oauth/failures.js";
import { askedScopes, parseParameters } from "../../packages/server/build/oauth/parameters.js";
import { insist, type Target, unlessRefused } from "./target.ts";

// Of what is given here and below, the parts that are read.
const pool = { settings: {} } as Parameters<typeof parseUserFilter>[0];

export const filter: Target = {
  seeds: ['username = "ada"', 'email ^= "a\\"b\\\\c"', '"cognito:user_status" = "CONFIRMED"', "  "],
  run(data) {
    const parsed = unlessRefused(() => parseUserFilter(pool, data.toString(), fail), ApiFailure);
    if (parsed === undefined) return;
    const { attribute, comparison, value } = parsed;
    const sign = comparison === "equals" ? "=" : "^=";
    const written = `${attribute} ${sign} "${value.replaceAll(/["\\]/g, "\\$&")}"`;
    const again = parseUserFilter(pool, written, fail);
    insist(JSON.stringify(again) === JSON.stringify(parsed), "a filter, written anew, is another");
  },
};

const settings = { publicUrl: "https://id.example.com" } as Parameters<typeof readCookie>[0];
const ours = { name: "poolhouse-browser", maxAgeSeconds: 60 };
const value = "v".repeat(43);

export const cookies: Target = {
  seeds: [
    `__Host-poolhouse-browser=${value}; __Host-poolhouse-lang=de`,
    `a=b;__Host-poolhouse-browser=${value} ;c`,
  ],
  run(data) {
    const cookie = data.toString("latin1");
    const request = { headers: { cookie } } as unknown as Parameters<typeof readCookie>[1];
    const sent = [...cookie.matchAll(/(?:^|;)\s*__Host-poolhouse-browser=([^;]*)/g)];
    const found = readCookie(settings, request, ours);
    insist(found === undefined || sent.length === 1, "one of two cookies");
    insist(found === undefined || sent[0]?.[1]?.trim() === found, "another value than was sent");
    const language = readNamedCookie(settings, request, languageCookie);
    insist(
      language === undefined || cookie.includes(`__Host-poolhouse-lang=${language}`),
      "a cookie not sent",
    );
  },
};

export const forms: Target = {
  seeds: [
    "application/x-www-form-urlencoded\ngrant_type=refresh_token&refresh_token=t&client_id=c&scope=openid+email",
    "application/x-www-form-urlencoded; charset=utf-8\ncode=%C3%A9&code=2&constructor=1&__proto__=2",
  ],
  run(data) {
    const [type = "", ...rest] = data.toString("latin1").split("\n");
    const body = Buffer.from(rest.join("\n"), "latin1");
    const request = { headers: { "content-type": type }, body } as unknown as Parameters<typeof formOf>[0];
    const parameters = unlessRefused(() => parseParameters(formOf(request)), OAuthFailure);
    if (parameters === undefined) return;
    for (const scope of askedScopes(parameters) ?? []) insist(scope !== "", "an empty scope");
    const given = Object.entries(parameters).flatMap(([name, each]) =>
      each === undefined ? [] : [[name, each]],
    );
    const again = parseParameters(new URLSearchParams(given).toString());
    insist(
      given.every(([name = "", each]) => again[name] === each),
      "a form, written anew, is another",
    );
  },
};
