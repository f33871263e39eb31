/** `/` in development mode: what runs, who may sign in, and lines to try it with. */
import { Command, Copyable } from "./copy.tsx";
import { renderPage } from "./layout.tsx";

export interface DevClient {
  /** `web`, `spa` or `machine`: the key in quickstart.json. */
  readonly name: string;
  readonly clientId: string;
  /** What it is for, in a few words. */
  readonly use: string;
}

export interface DevHomeProps {
  readonly endpoint: string;
  readonly issuer: string;
  readonly poolName: string;
  readonly poolId: string;
  readonly clients: readonly DevClient[];
  readonly username: string;
  /** Absolute path of quickstart.json, where the password and the secrets are; the page shows none of them. */
  readonly quickstartFile: string;
  /** /oauth2/authorize for the web client. */
  readonly signInHref: string;
}

export function renderDevHome(props: DevHomeProps): string {
  const discovery = `${props.issuer}/.well-known/openid-configuration`;
  return renderPage({
    title: "Start",
    house: "Poolhouse",
    wide: true,
    children: (
      <div class="stack">
        <div>
          <h1>Your pool is open</h1>
          <p class="lead">A development server on this machine. It sends no mail and answers nobody else.</p>
        </div>
        <nav class="actions" aria-label="Try it">
          <a class="button" href={props.signInHref}>
            Try sign-in
          </a>
          <a class="button quiet" href="/_dev/inbox">
            Inbox
          </a>
          <a class="button quiet" href="/inspect">
            Inspect a token
          </a>
          <a class="button quiet" href={discovery}>
            Discovery
          </a>
        </nav>
        <WhatRuns {...props} />
        <WhoMaySignIn {...props} />
        <section class="card stack" aria-labelledby="terminal">
          <h2 id="terminal">From a terminal</h2>
          {commands(props, discovery).map(({ id, title, command }) => (
            <Command key={id} id={id} title={title} command={command} />
          ))}
        </section>
      </div>
    ),
  });
}

function WhatRuns({ endpoint, issuer, poolName, poolId, clients }: DevHomeProps) {
  return (
    <section class="card stack" aria-labelledby="runs">
      <h2 id="runs">What runs</h2>
      <dl class="facts">
        <Fact id="endpoint" term="Endpoint" value={endpoint} />
        <Fact id="issuer" term="Issuer" value={issuer} />
        <Fact id="pool-id" term="Pool" note={poolName} value={poolId} />
        {clients.map(({ name, clientId, use }) => (
          <Fact key={name} id={`client-${name}`} term={`Client ${name}`} note={use} value={clientId} />
        ))}
      </dl>
    </section>
  );
}

function WhoMaySignIn({ username, quickstartFile }: DevHomeProps) {
  return (
    <section class="card stack" aria-labelledby="who">
      <h2 id="who">Who may sign in</h2>
      <dl class="facts">
        <Fact id="username" term="Username" value={username} />
        <Fact id="quickstart-file" term="Password" note="user.password in this file" value={quickstartFile} />
      </dl>
    </section>
  );
}

function Fact({ id, term, note, value }: { id: string; term: string; note?: string; value: string }) {
  return (
    <div>
      <dt>
        <span class="term">{term}</span>
        {note && <span class="note">{note}</span>}
      </dt>
      <dd class="copyable">
        <Copyable id={id} value={value} />
      </dd>
    </div>
  );
}

function commands({ endpoint, clients, quickstartFile }: DevHomeProps, discovery: string) {
  const machine = clients.find((client) => client.name === "machine");
  const secret = `require(${JSON.stringify(quickstartFile)}).clients.machine.clientSecret`;
  return [
    { id: "run-discovery", title: "Read the discovery document", command: `curl -s ${shellWord(discovery)}` },
    ...(machine === undefined
      ? []
      : [
          {
            id: "run-token",
            title: "Get an access token for the machine client",
            command: [
              `secret=$(node -p ${shellWord(secret)})`,
              `curl -s -u "${machine.clientId}:$secret" \\`,
              `  -d grant_type=client_credentials ${shellWord(`${endpoint}/oauth2/token`)}`,
            ].join("\n"),
          },
        ]),
    {
      id: "run-inbox",
      title: "Read the inbox as JSON",
      command: `curl -s -H 'Accept: application/json' ${shellWord(`${endpoint}/_dev/inbox`)}`,
    },
  ];
}

/** One POSIX shell word, quoted only where it must be. */
function shellWord(text: string): string {
  return /^[\w:/.,@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
