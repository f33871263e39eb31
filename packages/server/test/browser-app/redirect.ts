/** An app as its developer would write it with Amplify, whose people sign in on the hosted pages. */
import { signInWithRedirect, signOut } from "@aws-amplify/auth";
import { cognitoUserPoolsTokenProvider } from "@aws-amplify/auth/cognito";
import "@aws-amplify/auth/enable-oauth-listener";
import { Amplify, type AuthConfig, fetchAuthSession } from "@aws-amplify/core";

const Auth: AuthConfig = JSON.parse(element("#resources").textContent ?? "");
cognitoUserPoolsTokenProvider.setAuthConfig(Auth);
Amplify.configure({ Auth }, { Auth: { tokenProvider: cognitoUserPoolsTokenProvider } });

element("#sign-in").addEventListener("click", () => void signInWithRedirect());
element("#sign-out").addEventListener("click", () => void signOut());

// Waits for the answer that the address may carry.
const { tokens } = await fetchAuthSession();
const name: unknown = tokens?.idToken?.payload["cognito:username"];
element("h1").textContent = typeof name === "string" ? `Signed in as ${name}` : "Nobody is signed in";

function element(selector: string): Element {
  const found = document.querySelector(selector);
  if (found === null) throw new Error(`the page has no ${selector}`);
  return found;
}
