/** /account: somebody's own account. What is on it and in which order; each part has a file of its own. */
import { fill } from "../../languages/fill.ts";
import { Action } from "./account-entry.tsx";
import { Factors } from "./account-factors.tsx";
import { Devices, Sessions } from "./account-places.tsx";
import { Profile } from "./account-profile.tsx";
import type { AccountProps } from "./account-props.ts";
import { WaysIn } from "./account-ways-in.tsx";
import { attributeErrors } from "./attribute-fields.tsx";
import { ErrorSummary, Form, Notice, pageTitle } from "./form.tsx";
import { renderPage } from "./layout.tsx";
import { useWords } from "./look.tsx";
import { Name, Sentence } from "./sentence.tsx";
import { Ways, way } from "./ways.tsx";

export function renderAccount(props: AccountProps): string {
  const errors = [...props.errors, ...attributeErrors(props.attributes)];
  const { words } = props.look;
  const { accountPages, common } = words;
  return renderPage({
    look: props.look,
    title: pageTitle(words, accountPages.title, errors),
    house: props.poolName,
    children: (
      <>
        <div class="stack">
          <div>
            <h1>{accountPages.title}</h1>
            <p class="lead">
              <Sentence text={common.signedInAs} values={{ name: <Name>{props.username}</Name> }} />{" "}
              {accountPages.mayAskAgain}
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
        <Ways ways={[way(props.backHref, fill(common.backTo, { client: props.clientName }))]} />
      </>
    ),
  });
}

function Data(props: AccountProps) {
  const { data } = useWords().accountPages;
  return (
    <section class="card stack" aria-labelledby="data">
      <h2 id="data">{data.heading}</h2>
      <Form target={props}>
        <Action value="export" label={data.download} />
        <Action value="delete" label={data.delete} />
      </Form>
    </section>
  );
}
