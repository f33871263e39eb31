/** The account page's profile: addresses, and what else is said about a person. */
import { accountWords, profileWords } from "../account-words.ts";
import { Action, act, Entry, link } from "./account-entry.tsx";
import type { AccountAddress, AccountProps } from "./account-props.ts";
import { AttributeFields } from "./attribute-fields.tsx";
import { Form, type FormTarget } from "./form.tsx";

export function Profile(props: AccountProps) {
  return (
    <section class="card stack" aria-labelledby="profile">
      <h2 id="profile">{profileWords.heading}</h2>
      {props.addresses.length > 0 && (
        <div class="entries">
          {props.addresses.map((address) => (
            <Address key={address.name} target={props} address={address} />
          ))}
        </div>
      )}
      {props.attributes.length > 0 && (
        <Form target={props}>
          <AttributeFields
            attributes={props.attributes}
            errors={props.errors}
            requiredNames={props.requiredNames}
          />
          <Action value="save" label={accountWords.save} isMain />
        </Form>
      )}
    </section>
  );
}

function Address({ target, address }: { target: FormTarget; address: AccountAddress }) {
  const { name, value, waiting, isConfirmed, changeHref } = address;
  const isOpen = value !== undefined && !isConfirmed;
  return (
    <Entry
      target={target}
      title={profileWords.addresses[name]}
      hidden={{ attribute: name }}
      acts={[
        act(isOpen || waiting !== undefined, profileWords.confirm, "confirmAddress"),
        link(changeHref, value === undefined ? profileWords.add : profileWords.change),
        act(address.isRemovable, profileWords.remove, "removeAddress"),
      ]}
    >
      <p class={value === undefined ? "muted" : "anywhere"}>
        {value ?? profileWords.none}
        {isOpen && <span class="muted">, {profileWords.notConfirmed}</span>}
      </p>
      {waiting !== undefined && <p class="muted small anywhere">{profileWords.waiting(waiting)}</p>}
    </Entry>
  );
}
