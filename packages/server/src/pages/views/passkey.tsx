/** The form that a passkey answers: it appears where scripts run and the browser knows passkeys. */
import type { FormTarget } from "./form.tsx";
import { useWords } from "./look.tsx";

export interface PasskeyFormProps {
  readonly target: FormTarget;
  readonly kind: "get" | "create";
  /** JSON, for the browser. */
  readonly options: string;
  readonly label: string;
  readonly isQuiet?: boolean;
  /** Passkeys are offered among the names that the browser fills in, too. */
  readonly isConditional?: boolean;
}

export function PasskeyForm({ target, kind, options, label, isQuiet, isConditional }: PasskeyFormProps) {
  const { passkeys } = useWords();
  return (
    <>
      <form
        class="stack"
        method="post"
        action={target.action}
        data-passkey={kind}
        data-options={options}
        data-conditional={isConditional ? "yes" : undefined}
        hidden
      >
        <input type="hidden" name="_csrf" value={target.csrf} />
        <input type="hidden" name="flow" value={target.flow} />
        <input type="hidden" name="credential" value="" />
        <button class={isQuiet ? "button quiet" : "button"} type="submit">
          {label}
        </button>
        <p class="wrong" role="alert" hidden>
          {kind === "get" ? passkeys.noneUsed : passkeys.noneMade}
        </p>
      </form>
      <p class="muted small" data-without-passkeys>
        {passkeys.needScripts}
      </p>
    </>
  );
}
