/** The app in the browser: it signs people in by itself and keeps the tokens in the memory of the page. */
import { createBrowserAuth } from "@poolhouse/client/browser";

// The server of this example writes the settings into the page.
const settings = JSON.parse(document.querySelector("#settings")?.textContent ?? "{}");

const auth = createBrowserAuth({
  issuer: settings.issuer,
  clientId: settings.clientId,
  redirectUri: settings.redirectUri,
  scopes: ["email", "profile", "api/read"],
  // A reload keeps the sign-in. Without this line the tokens are in memory, which is safer.
  storage: "sessionStorage",
  // The client rotates them: see RefreshTokenRotation of the app client.
  refreshTokens: "rotated",
});

const find = (selector: string) => document.querySelector<HTMLElement>(selector) as HTMLElement;
const write = (selector: string, value: unknown) => {
  find(selector).textContent = typeof value === "string" ? value : JSON.stringify(value, undefined, 2);
};

function show(): void {
  const { status, claims, error } = auth.state;
  document.body.dataset["status"] = status;
  write("#status", error === undefined ? status : `${status}: ${error.message}`);
  write("#claims", claims ?? "");
}

find("#sign-in").onclick = () => auth.signIn();
find("#sign-out").onclick = () => auth.signOut();
find("#call").onclick = async () => {
  const response = await auth.fetch("http://localhost:4000/me").catch((error: Error) => error);
  if (response instanceof Error)
    write("#answer", `The API does not answer (npm run example api): ${response.message}`);
  else write("#answer", `${response.status} ${await response.text()}`);
};

auth.subscribe(show);
await auth.start();
show();
