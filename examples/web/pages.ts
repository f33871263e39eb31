/** What people see. Everything that comes from outside is escaped. */

export function landingPage(): string {
  return page(
    "A web app",
    `<p class="actions"><a class="button" href="/auth/login?returnTo=/home">Sign in</a></p>`,
  );
}

export function privatePage(claims: Readonly<Record<string, unknown>>): string {
  return page(
    `Hello, ${escaped(String(claims["name"] ?? claims["sub"]))}`,
    `<p class="actions">
      <button id="call" type="button">Call the API</button>
      <button id="sign-out" type="button">Sign out</button>
    </p>
    <h2>Who is signed in</h2>
    <pre>${escaped(JSON.stringify(claims, undefined, 2))}</pre>
    <h2>What the API says</h2>
    <pre id="answer"></pre>
    <script type="module" src="/page.js"></script>`,
  );
}

/** In the page: it has no token and needs none. The header says that the request is the page's own. */
export const script = `
const headers = { "x-csrf": "1" };
const find = (id) => document.querySelector(id);

find("#call").onclick = async () => {
  const response = await fetch("/api/me", { headers });
  if (response.status === 401) location.assign("/auth/login?returnTo=/home");
  else find("#answer").textContent = response.status + " " + (await response.text());
};

find("#sign-out").onclick = async () => {
  const response = await fetch("/auth/logout", { method: "POST", headers });
  if (response.ok) location.assign((await response.json()).url);
  else find("#answer").textContent = "Not signed out: " + response.status;
};
`;

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>${title}</title>
  <link rel="stylesheet" href="/style.css">
  <main>
    <h1>${title}</h1>
    ${body}
  </main>
</html>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
