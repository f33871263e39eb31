/** The NEW_PASSWORD_REQUIRED step: a password of one's own, and the attributes the pool cannot do without. */
import type { FormError, FormTarget, InputSettings } from "./form.tsx";
import { ErrorSummary, Field, Form, pageTitle } from "./form.tsx";
import { renderPage } from "./layout.tsx";
import type { PasswordRules } from "./password-policy.ts";
import { describePasswordRules } from "./password-policy.ts";
import { Ways, way } from "./ways.tsx";

export interface RequiredAttribute {
  /** The attribute's name in the pool, `email` or `custom:UAID`. */
  readonly name: string;
  readonly label: string;
  readonly type: Exclude<InputSettings["type"], "password">;
  readonly value?: string | undefined;
  readonly error?: string | undefined;
}

export interface NewPasswordProps extends FormTarget {
  readonly poolName: string;
  readonly clientName: string;
  readonly username: string;
  readonly passwordRules: PasswordRules;
  readonly attributes: readonly RequiredAttribute[];
  /** `field` is `newPassword` or `confirmPassword`; an attribute carries its own error. */
  readonly errors?: readonly FormError[] | undefined;
  readonly backHref?: string | undefined;
}

/** The form's name for an attribute, as in RespondToAuthChallenge. */
export function attributeField(name: string): string {
  return `userAttributes.${name}`;
}

export function renderNewPassword(props: NewPasswordProps): string {
  const errors = [...(props.errors ?? []), ...props.attributes.flatMap(attributeError)];
  return renderPage({
    title: pageTitle("Choose a password", errors),
    house: props.poolName,
    children: (
      <>
        <div class="card stack">
          <div>
            <h1>Choose a password</h1>
            <p class="lead">Your password was a temporary one. From now on you sign in with your own.</p>
          </div>
          <ErrorSummary errors={errors} />
          <NewPasswordForm {...props} errors={errors} />
        </div>
        <Ways ways={[way(props.backHref, `Back to ${props.clientName}`)]} />
      </>
    ),
  });
}

function NewPasswordForm(props: NewPasswordProps & { errors: readonly FormError[] }) {
  const { errors } = props;
  return (
    <Form target={props}>
      <Who username={props.username} />
      <Field
        name="newPassword"
        label="New password"
        help={describePasswordRules(props.passwordRules)}
        errors={errors}
        input={{ ...newPassword, autofocus: errors.length === 0 }}
      />
      <Field name="confirmPassword" label="New password again" errors={errors} input={newPassword} />
      {props.attributes.map((attribute) => (
        <Field
          key={attribute.name}
          name={attributeField(attribute.name)}
          label={attribute.label}
          errors={errors}
          input={attributeInput(attribute)}
        />
      ))}
      <button class="button" type="submit">
        Save and sign in
      </button>
    </Form>
  );
}

/** Read-only and without a name: it is for password managers, which file the new password under it. */
function Who({ username }: { username: string }) {
  return (
    <div class="field">
      <label for="field-who">Username</label>
      <div class="control">
        <input id="field-who" type="text" value={username} autocomplete="username" readonly />
      </div>
    </div>
  );
}

const newPassword: InputSettings = {
  type: "password",
  autocomplete: "new-password",
  autocapitalize: "none",
};

function attributeError({ name, error }: RequiredAttribute): FormError[] {
  return error === undefined ? [] : [{ field: attributeField(name), message: error }];
}

function attributeInput({ name, type, value }: RequiredAttribute): InputSettings {
  const { autocomplete, autocapitalize } = typing[name] ?? { autocomplete: "off", autocapitalize: "none" };
  return { type, value, autocomplete, autocapitalize };
}

/** How the standard attributes are filled in: the HTML autofill word, and whether words begin with a capital. */
const typing: Readonly<Record<string, { autocomplete: string; autocapitalize: "none" | "words" }>> = {
  email: { autocomplete: "email", autocapitalize: "none" },
  phone_number: { autocomplete: "tel", autocapitalize: "none" },
  name: { autocomplete: "name", autocapitalize: "words" },
  given_name: { autocomplete: "given-name", autocapitalize: "words" },
  middle_name: { autocomplete: "additional-name", autocapitalize: "words" },
  family_name: { autocomplete: "family-name", autocapitalize: "words" },
  nickname: { autocomplete: "nickname", autocapitalize: "words" },
  birthdate: { autocomplete: "bday", autocapitalize: "none" },
  gender: { autocomplete: "sex", autocapitalize: "none" },
  address: { autocomplete: "street-address", autocapitalize: "words" },
  website: { autocomplete: "url", autocapitalize: "none" },
  picture: { autocomplete: "photo", autocapitalize: "none" },
};
