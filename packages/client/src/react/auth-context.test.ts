import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { openApp, setStage, signIn } from "../browser/testing/stage.ts";
import { AuthProvider, useAuth, useAuthFetch } from "./auth-context.ts";

function Status() {
  const { status } = useAuth();
  return createElement("p", null, `${status} ${typeof useAuthFetch()}`);
}

test("on a server everybody is still starting, and nothing is begun", () => {
  const { auth, tab } = openApp(setStage());
  const app = createElement(AuthProvider, { auth }, createElement(Status));
  expect(renderToString(app)).toBe("<p>starting function</p>");
  expect(auth.state.status).toBe("starting");
  expect(tab.left).toEqual([]);
});

test("what a server renders does not depend on what the browser knows by now", async () => {
  const { auth } = await signIn(setStage());
  expect(renderToString(createElement(AuthProvider, { auth }, createElement(Status)))).toContain("starting");
});

test("without an AuthProvider it says what is missing", () => {
  expect(() => renderToString(createElement(Status))).toThrow(/no <AuthProvider> above/);
});
