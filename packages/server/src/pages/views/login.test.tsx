import { expect, test } from "vitest";
import { plainLook } from "../look.ts";
import { renderLogin } from "./login.tsx";

const props = {
  look: plainLook,
  action: "/login",
  csrf: "c5rf",
  flow: "f10w",
  clientName: "web",
  poolName: "quickstart",
};

test("posts the fields Cognito's page posts, with the flow's own", () => {
  const html = renderLogin(props);
  expect(html).toContain('<form class="stack" method="post" action="/login">');
  expect(html).toContain('<input type="hidden" name="_csrf" value="c5rf"/>');
  expect(html).toContain('<input type="hidden" name="flow" value="f10w"/>');
  expect(names(html)).toEqual(["_csrf", "flow", "username", "password", "signInSubmitButton"]);
});

test("HP-03: a login_hint made of markup comes out as text", () => {
  const html = renderLogin({ ...props, username: '"><svg onload=alert(1)>' });
  expect(html).toContain('value="&quot;>&lt;svg onload=alert(1)>"');
  expect(html).not.toContain("<svg onload");
});

test("HP-04: the password is masked, named to password managers, and may be pasted", () => {
  const password = /<input[^>]*name="password"[^>]*>/.exec(renderLogin(props))?.[0];
  expect(password).toContain('type="password"');
  expect(password).toContain('autocomplete="current-password"');
  expect(password).not.toContain("onpaste");
});

test("the username is typed without capitals or spelling marks and offered by password managers", () => {
  const username = /<input[^>]*name="username"[^>]*>/.exec(renderLogin(props))?.[0];
  expect(username).toContain('autocomplete="username"');
  expect(username).toContain('autocapitalize="none"');
  expect(username).toContain('spellcheck="false"');
});

test("the focus goes to the first empty field, and to the summary when there is an error", () => {
  expect(focused(renderLogin(props))).toBe("field-username");
  expect(focused(renderLogin({ ...props, username: "ada" }))).toBe("field-password");
  const errors = [{ message: "The username or the password is wrong." }];
  expect(focused(renderLogin({ ...props, username: "ada", errors }))).toBe("error-summary");
});

test("never sends a typed password back", () => {
  const html = renderLogin({
    ...props,
    username: "ada",
    errors: [{ field: "password", message: "Enter your password." }],
  });
  expect(/<input[^>]*name="password"[^>]*>/.exec(html)?.[0]).not.toContain("value=");
});

test("offers only the ways it is given", () => {
  expect(renderLogin(props)).not.toContain("<nav");
  const html = renderLogin({
    ...props,
    forgotPasswordHref: "/forgotPassword?a=1&b=2",
    backHref: "http://localhost:3000/",
  });
  expect(html).toContain('<a href="/forgotPassword?a=1&amp;b=2">Forgot your password?</a>');
  expect(html).toContain('<a href="http://localhost:3000/">Back to web</a>');
  expect(html).not.toContain("Create account");
});

function names(html: string): (string | undefined)[] {
  return [...html.matchAll(/<(?:input|button)[^>]* name="([^"]*)"/g)].map((match) => match[1]);
}

function focused(html: string): string | undefined {
  const withFocus = [...html.matchAll(/<\w+ [^>]*\bautofocus\b[^>]*>/g)].map((match) => match[0]);
  expect(withFocus).toHaveLength(1);
  return /id="([^"]*)"/.exec(withFocus[0] ?? "")?.[1];
}
