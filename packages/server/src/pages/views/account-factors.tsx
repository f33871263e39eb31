/** The second steps of somebody's sign-in. */
import { factorPageWords } from "../account-words.ts";
import { act, Entry, link } from "./account-entry.tsx";
import type { AccountFactor, AccountProps } from "./account-props.ts";
import type { FormTarget } from "./form.tsx";

export function Factors(props: AccountProps) {
  if (props.factors.length === 0) return null;
  return (
    <section class="card stack" aria-labelledby="factors">
      <div>
        <h2 id="factors">{factorPageWords.heading}</h2>
        <p class="muted">
          {factorPageWords.why} {props.isFactorDemanded && factorPageWords.demanded(props.poolName)}
        </p>
      </div>
      <div class="entries">
        {props.factors.map((factor) => (
          <Factor key={factor.kind} target={props} factor={factor} />
        ))}
      </div>
    </section>
  );
}

function Factor({ target, factor }: { target: FormTarget; factor: AccountFactor }) {
  const { kind, isOn, isThere, isRemovable, setUpHref } = factor;
  const isApp = kind === "SOFTWARE_TOKEN_MFA";
  return (
    <Entry
      target={target}
      title={factorPageWords.names[kind]}
      hidden={{ factor: kind }}
      acts={[
        act(isThere && !isOn, factorPageWords.turnOn, "turnOnFactor"),
        act(factor.isPreferable, factorPageWords.askFirst, "preferFactor"),
        link(setUpHref, isThere ? factorPageWords.replace : factorPageWords.setUp),
        isApp
          ? act(isRemovable, factorPageWords.remove, "removeApp")
          : act(isRemovable, factorPageWords.turnOff, "turnOffFactor"),
      ]}
    >
      <p class="muted">{standing(factor)}</p>
    </Entry>
  );
}

function standing({ kind, isOn, isThere, isPreferred }: AccountFactor): string {
  if (!isThere) return factorPageWords.needs[kind];
  if (!isOn) return factorPageWords.off;
  return isPreferred ? factorPageWords.onAndFirst : factorPageWords.on;
}
