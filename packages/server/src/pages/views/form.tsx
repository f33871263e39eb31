/** The parts forms are made of: label above, error and help below, and all errors summed up at the top. */
import type { ComponentChildren, JSX } from "preact";
import type { Words } from "../../languages/en.ts";
import { fill, fillCount } from "../../languages/fill.ts";
import { useLook, useWords } from "./look.tsx";

/** Something wrong with a form; without `field` it concerns the form as a whole. */
export interface FormError {
  readonly field?: string | undefined;
  readonly message: string;
}

/** What every form of the flow carries: where it goes, and what ties it to this browser and this flow. */
export interface FormTarget {
  readonly action: string;
  readonly csrf: string;
  readonly flow: string;
}

export function Form({ target, children }: { target: FormTarget; children: ComponentChildren }) {
  return (
    <form class="stack" method="post" action={target.action}>
      <input type="hidden" name="_csrf" value={target.csrf} />
      <input type="hidden" name="flow" value={target.flow} />
      {children}
    </form>
  );
}

export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly help?: string | undefined;
  readonly errors: readonly FormError[];
  readonly isOptional?: boolean;
  readonly input: InputSettings;
}

/** What browsers, password managers and on-screen keyboards must know about a field. */
export interface InputSettings {
  readonly type: "text" | "password" | "email" | "tel" | "url" | "date" | "number";
  readonly value?: string | undefined;
  readonly autocomplete: string;
  readonly autocapitalize: "none" | "words";
  readonly inputmode?: "numeric" | "email" | "tel" | undefined;
  readonly autofocus?: boolean;
}

/** A labelled field. A password field gets a button that shows what was typed, which appears where scripts run. */
export function Field({ name, label, help, errors, isOptional = false, input }: FieldProps) {
  const id = fieldId(name);
  const wrong = errors.find((error) => error.field === name);
  const isSecret = input.type === "password";
  const describedBy = [wrong && `${id}-error`, help && `${id}-help`].filter(Boolean).join(" ");
  // The cast: Preact's type has one member per `type`, to check roles, and no field here has a role.
  const attributes = {
    ...input,
    id,
    name,
    required: !isOptional,
    spellcheck: false,
    "aria-describedby": describedBy || undefined,
    "aria-invalid": wrong ? "true" : undefined,
  } as JSX.IntrinsicElements["input"];
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class={isSecret ? "control secret" : "control"}>
        <input {...attributes} />
        {isSecret && <RevealButton inputId={id} label={label} />}
      </div>
      {wrong && (
        <p class="wrong" id={`${id}-error`}>
          {wrong.message}
        </p>
      )}
      {help && (
        <p class="help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}

interface CodeFieldProps {
  readonly errors: readonly FormError[];
  readonly value?: string | undefined;
  /** Where the code went, masked; undefined for one that was not sent just now. */
  readonly sentTo?: string | undefined;
}

/** Six digits from a message or an app: keyboards show digits, and fill in what has just come (HP-05). */
export function CodeField({ errors, value, sentTo }: CodeFieldProps) {
  const { common } = useWords();
  return (
    <Field
      name="code"
      label={common.code}
      help={isMail(sentTo) ? common.mayTakeAMinute : undefined}
      errors={errors}
      input={{
        type: "text",
        value,
        autocomplete: "one-time-code",
        autocapitalize: "none",
        inputmode: "numeric",
        autofocus: errors.length === 0,
      }}
    />
  );
}

/** Read-only and without a name: it is for password managers, which file a new password under it. */
export function Who({ label, username }: { label: string; username: string }) {
  return (
    <div class="field">
      <label for="field-who">{label}</label>
      <div class="control">
        <input id="field-who" type="text" value={username} autocomplete="username" readonly />
      </div>
    </div>
  );
}

/** Both fields of a password that is being chosen. */
export const newPasswordInput: InputSettings = {
  type: "password",
  autocomplete: "new-password",
  autocapitalize: "none",
};

/** Something went well: read out where the page is read out. */
export function Notice({ children }: { children: ComponentChildren }) {
  return (
    <p class="notice" role="status">
      {children}
    </p>
  );
}

/** Takes the focus when the page opens, with or without scripts. */
export function ErrorSummary({ errors }: { errors: readonly FormError[] }) {
  const { language, words } = useLook();
  if (errors.length === 0) return null;
  const fieldErrors = errors.filter((error) => error.field !== undefined).length;
  return (
    <div class="summary" id="error-summary" role="alert" tabindex={-1} autofocus>
      {fieldErrors > 0 && <h2>{fillCount(language, words.common.fieldsWrong, fieldErrors)}</h2>}
      <ul>
        {errors.map((error) => (
          <li key={error.message}>
            {error.field === undefined ? (
              error.message
            ) : (
              <a class="jump" href={`#${encodeURIComponent(fieldId(error.field))}`}>
                {error.message}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function pageTitle({ common }: Words, title: string, errors: readonly FormError[]): string {
  return errors.length === 0 ? title : fill(common.errorTitle, { title });
}

/** Messages to telephones arrive or do not; mails are late, or taken for something else. */
export function isMail(sentTo: string | undefined): boolean {
  return sentTo?.includes("@") === true;
}

function fieldId(name: string): string {
  return `field-${name}`;
}

function RevealButton({ inputId, label }: { inputId: string; label: string }) {
  const { show, hide } = useWords().common;
  return (
    <button class="reveal" type="button" data-reveal={inputId} hidden>
      <span>{show}</span>
      <span hidden>{hide}</span>
      <span class="visually-hidden">: {label}</span>
    </button>
  );
}
