/** The second steps of somebody's sign-in. */
import type { Words } from "../../languages/en.ts";
import { fill } from "../../languages/fill.ts";
import { factorName, factorWord } from "../factor-words.ts";
import { act, Entry, link } from "./account-entry.tsx";
import type { AccountFactor, AccountProps } from "./account-props.ts";
import type { FormTarget } from "./form.tsx";
import { useWords } from "./look.tsx";

export function Factors(props: AccountProps) {
  const { factors } = useWords().accountPages;
  if (props.factors.length === 0) return null;
  return (
    <section class="card stack" aria-labelledby="factors">
      <div>
        <h2 id="factors">{factors.heading}</h2>
        <p class="muted">
          {factors.why} {props.isFactorDemanded && fill(factors.demanded, { house: props.poolName })}
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
  const words = useWords();
  const { factors, remove } = words.accountPages;
  return (
    <Entry
      target={target}
      title={factorName(words, kind)}
      hidden={{ factor: kind }}
      acts={[
        act(isThere && !isOn, factors.turnOn, "turnOnFactor"),
        act(factor.isPreferable, factors.askFirst, "preferFactor"),
        link(setUpHref, isThere ? factors.replace : factors.setUp),
        isApp ? act(isRemovable, remove, "removeApp") : act(isRemovable, factors.turnOff, "turnOffFactor"),
      ]}
    >
      <p class="muted">{standing(words, factor)}</p>
    </Entry>
  );
}

function standing({ accountPages }: Words, { kind, isOn, isThere, isPreferred }: AccountFactor): string {
  const { factors } = accountPages;
  if (!isThere) return factors.needs[factorWord[kind]];
  if (!isOn) return factors.off;
  return isPreferred ? factors.onAndFirst : factors.on;
}
