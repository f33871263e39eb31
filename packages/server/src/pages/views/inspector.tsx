/**
 * `/inspect`: paste a token and read it. The page is a frame; what it says about a token is made in the browser by its script
 * (`packages/server/browser/inspector`), so that no token is sent anywhere. The field has no name and stands in no form.
 */
import { asset } from "./asset.ts";
import { inspectorCode } from "./inspector-code.ts";
import { inspectorStyle } from "./inspector-style.ts";
import { renderPage } from "./layout.tsx";

export interface InspectorProps {
  /** What the issuers of this server begin with. */
  readonly publicUrl: string;
  /** The server's time, which decides when a token ends. */
  readonly now: number;
  /** Whose tokens this page can verify. */
  readonly pools: readonly InspectorPool[];
  /** A pool was asked for that is not there. */
  readonly isPoolMissing?: boolean;
  /** A token to try. */
  readonly sample?: string;
}

export interface InspectorPool {
  readonly poolId: string;
  readonly issuer: string;
  /** As the pool's key set publishes them. */
  readonly keys: readonly object[];
}

const script = asset("inspector", "js", inspectorCode);

/** The files that this page needs beside those of every page. */
export const inspectorAssets = [inspectorStyle, script];

export function renderInspector({ isPoolMissing = false, ...settings }: InspectorProps): string {
  return renderPage({
    title: "Inspect a token",
    house: "Poolhouse",
    wide: true,
    style: inspectorStyle,
    script,
    children: (
      <div id="inspector" class="inspector" data-settings={JSON.stringify(settings)}>
        <div class="intro">
          <h1>Inspect a token</h1>
          <p class="lead">
            What it is, what it says, and whether it is good. It stays in this page: nothing is sent, nothing
            is kept.
          </p>
        </div>
        <Input isPoolMissing={isPoolMissing} />
        <NoScript />
        <Kinds />
        <div id="report" class="report" />
      </div>
    ),
  });
}

function Input({ isPoolMissing }: { isPoolMissing: boolean }) {
  return (
    <div id="tool" class="card stack tool" hidden>
      {isPoolMissing && (
        <p class="notice">
          There is no such pool here, so its keys cannot be in this page. Open the page by the link that it
          gives for your token.
        </p>
      )}
      <p id="notice" class="notice" role="alert" hidden>
        An address is no place for a token: it stays in histories, and in logs. What stood there was taken
        away and not read. If it was a token that still works, end its sign-in. Paste tokens below.
      </p>
      <div class="field">
        <label for="token">Token</label>
        <div class="control">
          <PrivateText id="token" rows={7} describedBy="token-help" />
        </div>
        <p class="help" id="token-help">
          Any kind, with or without Bearer, quotes and line breaks.
        </p>
      </div>
      <div class="tools">
        <button id="sample" class="button quiet" type="button" hidden>
          Try a sample
        </button>
        <button id="clear" class="button quiet" type="button" disabled>
          Clear
        </button>
      </div>
      <details id="key-set-box">
        <summary>Check with other keys</summary>
        <div class="field">
          <label for="key-set">Key set (JWKS)</label>
          <div class="control">
            <PrivateText id="key-set" rows={4} describedBy="key-set-help" />
          </div>
          <p class="help" id="key-set-help">
            What the issuer publishes at its jwks_uri. It is used instead of the keys of this server.
          </p>
        </div>
      </details>
      <p id="said" class="visually-hidden" role="status" />
    </div>
  );
}

/** Nothing that a browser would remember, correct, or have checked elsewhere. */
function PrivateText({ id, rows, describedBy }: { id: string; rows: number; describedBy: string }) {
  return (
    <textarea
      id={id}
      rows={rows}
      aria-describedby={describedBy}
      autocomplete="off"
      autocapitalize="off"
      autocorrect="off"
      spellcheck={false}
    />
  );
}

/** While there is nothing to say about a token. */
function Kinds() {
  return (
    <section id="kinds" class="card stack kinds" aria-labelledby="kinds-title">
      <h2 id="kinds-title">What there is to inspect</h2>
      <dl class="facts">
        {kinds.map(({ name, use, inside }) => (
          <div key={name}>
            <dt>
              <span class="term">{name}</span>
            </dt>
            <dd>
              {use}
              <span class="also">{inside}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const kinds = [
  {
    name: "Access token",
    use: "Opens protected resources, for about an hour.",
    inside: "A signed JWT: anybody can read it, and nobody can change it unnoticed.",
  },
  {
    name: "ID token",
    use: "Tells an app who signed in. It opens nothing.",
    inside: "A signed JWT, as well.",
  },
  {
    name: "Refresh token",
    use: "Gets new tokens without another sign-in.",
    inside: "Encrypted: the server alone can read it, so there is little to see.",
  },
  {
    name: "Authorization code",
    use: "Is exchanged for tokens, once, within minutes.",
    inside: "A number with nothing inside.",
  },
];

function NoScript() {
  return (
    <noscript>
      <div class="card stack">
        <h2>This page needs scripts</h2>
        <p>
          It reads a token inside your browser, because a token should not be sent to anybody for looking at
          it. Without scripts there is nobody to read it.
        </p>
        <p>
          From a terminal, also without a network: <code>poolhouse token inspect -</code> reads the token from
          its input.
        </p>
      </div>
    </noscript>
  );
}
