/** /account: somebody's own account. What is on it and in which order; each part has a file of its own. */
import { accountWords, dataWords } from "../account-words.ts";
import { Action } from "./account-entry.tsx";
import { Factors } from "./account-factors.tsx";
import { Devices, Sessions } from "./account-places.tsx";
import { Profile } from "./account-profile.tsx";
import type { AccountProps } from "./account-props.ts";
import { WaysIn } from "./account-ways-in.tsx";
import { attributeErrors } from "./attribute-fields.tsx";
import { ErrorSummary, Form, Notice, pageTitle } from "./form.tsx";
import { renderPage } from "./layout.tsx";
import { Ways, way } from "./ways.tsx";

export function renderAccount(props: AccountProps): string {
  const errors = [...props.errors, ...attributeErrors(props.attributes)];
  return renderPage({
    title: pageTitle(accountWords.title, errors),
    house: props.poolName,
    children: (
      <>
        <div class="stack">
          <div>
            <h1>{accountWords.title}</h1>
            <p class="lead">
              You are signed in as <span class="names">{props.username}</span>. {accountWords.mayAskAgain}
            </p>
          </div>
          {props.notice && errors.length === 0 && <Notice>{props.notice}</Notice>}
          <ErrorSummary errors={errors} />
        </div>
        <Profile {...props} errors={errors} />
        <WaysIn {...props} />
        <Factors {...props} />
        <Sessions {...props} />
        <Devices {...props} />
        <Data {...props} />
        <Ways ways={[way(props.backHref, accountWords.backTo(props.clientName))]} />
      </>
    ),
  });
}

function Data(props: AccountProps) {
  return (
    <section class="card stack" aria-labelledby="data">
      <h2 id="data">{dataWords.heading}</h2>
      <Form target={props}>
        <Action value="export" label={dataWords.download} />
        <Action value="delete" label={dataWords.remove} />
      </Form>
    </section>
  );
}
