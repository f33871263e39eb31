/** The same app as React writes it, in StrictMode. */
import { createElement, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserAuth } from "../../src/browser/index.ts";
import { AuthProvider, useAuth, useAuthFetch } from "../../src/react/index.ts";
import type { AppSettings } from "./app.ts";

const settings: AppSettings = JSON.parse(document.getElementById("settings")?.textContent ?? "null");
const auth = createBrowserAuth({ ...settings.options, now: () => Date.now() + settings.aheadMs });

function Boats() {
  const { status, claims, signIn, signOut } = useAuth();
  const authFetch = useAuthFetch();
  if (status !== "signedIn") {
    return createElement("button", { type: "button", onClick: () => void signIn() }, `Sign in (${status})`);
  }
  const load = async () => {
    const response = await authFetch("/api/me");
    document.title = String(response.status);
  };
  return createElement(
    "div",
    null,
    createElement("p", null, `Hello, ${String(claims?.["email"])}`),
    createElement("button", { type: "button", onClick: () => void load() }, "Load"),
    createElement("button", { type: "button", onClick: () => void signOut() }, "Sign out"),
  );
}

createRoot(document.getElementById("root") ?? document.body).render(
  createElement(StrictMode, null, createElement(AuthProvider, { auth }, createElement(Boats))),
);
