/** An app as its developer would write it with Amplify: a person signs in, keeps passkeys, and sees who they are. */
import {
  associateWebAuthnCredential,
  confirmSignIn,
  deleteWebAuthnCredential,
  listWebAuthnCredentials,
  type SignInOutput,
  signIn,
  signOut,
} from "@aws-amplify/auth";
import { cognitoUserPoolsTokenProvider } from "@aws-amplify/auth/cognito";
import { Amplify, type AuthConfig, fetchAuthSession } from "@aws-amplify/core";

const Auth: AuthConfig = JSON.parse(textOf("#resources"));
Amplify.configure({ Auth }, { Auth: { tokenProvider: cognitoUserPoolsTokenProvider } });
cognitoUserPoolsTokenProvider.setAuthConfig(Auth);

onClick("#sign-in", async () =>
  stepOf(await signIn({ username: typedIn("#username"), password: typedIn("#password") })),
);
onClick("#sign-in-by-passkey", async () =>
  stepOf(
    await signIn({
      username: typedIn("#username"),
      options: { authFlowType: "USER_AUTH", preferredChallenge: "WEB_AUTHN" },
    }),
  ),
);
onClick("#sign-in-by-choice", async () =>
  stepOf(await signIn({ username: typedIn("#username"), options: { authFlowType: "USER_AUTH" } })),
);
onClick("#go-on", async () => stepOf(await confirmSignIn({ challengeResponse: typedIn("#answer") })));
onClick("#add", async () => {
  await associateWebAuthnCredential();
  return "Added";
});
onClick("#remove", async () => {
  const { credentials } = await listWebAuthnCredentials();
  for (const { credentialId = "" } of credentials) await deleteWebAuthnCredential({ credentialId });
  return "Removed";
});
onClick("#sign-out", async () => {
  await signOut();
  return "Signed out";
});

void show();

/** Who the ID token says it is, and the passkeys that the server knows of them. */
async function show(): Promise<void> {
  const { tokens } = await fetchAuthSession();
  const name: unknown = tokens?.idToken?.payload["cognito:username"];
  element("h1").textContent = typeof name === "string" ? `Signed in as ${name}` : "Nobody is signed in";
  const { credentials } = tokens === undefined ? { credentials: [] } : await listWebAuthnCredentials();
  element("ul").replaceChildren(
    ...credentials.map(({ friendlyCredentialName, relyingPartyId }) => {
      const item = document.createElement("li");
      item.textContent = `${friendlyCredentialName} for ${relyingPartyId}`;
      return item;
    }),
  );
}

/** What came of it is said in the status. */
function onClick(selector: string, work: () => Promise<string>): void {
  element(selector).addEventListener("click", async () => {
    const status = element("[role=status]");
    status.textContent = "";
    const words = await work().catch((error: unknown) => String(error));
    await show();
    status.textContent = words;
  });
}

function stepOf({ nextStep }: SignInOutput): string {
  const choices = "availableChallenges" in nextStep ? (nextStep.availableChallenges ?? []) : [];
  return [nextStep.signInStep, ...choices].join(" ");
}

function element(selector: string): Element {
  const found = document.querySelector(selector);
  if (found === null) throw new Error(`the page has no ${selector}`);
  return found;
}

function textOf(selector: string): string {
  return element(selector).textContent ?? "";
}

function typedIn(selector: string): string {
  const input = element(selector);
  return input instanceof HTMLInputElement ? input.value : "";
}
