/** The account page's profile: addresses, and what else is said about a person. */
import { fill } from "../../languages/fill.ts";
import { Action, act, Entry, link } from "./account-entry.tsx";
import type { AccountAddress, AccountProps } from "./account-props.ts";
import { AttributeFields, shownField } from "./attribute-fields.tsx";
import { Form, type FormTarget } from "./form.tsx";
import { useWords } from "./look.tsx";
import { Sentence } from "./sentence.tsx";

export function Profile(props: AccountProps) {
  const { profile, save } = useWords().accountPages;
  return (
    <section class="card stack" aria-labelledby="profile">
      <h2 id="profile">{profile.heading}</h2>
      {props.addresses.length > 0 && (
        <div class="entries">
          {props.addresses.map((address) => (
            <Address key={address.name} target={props} address={address} />
          ))}
        </div>
      )}
      {props.attributes.length > 0 && (
        <Form target={props}>
          {Object.entries(props.shown).map(([name, value]) => (
            <input key={name} type="hidden" name={shownField(name)} value={value} />
          ))}
          <AttributeFields
            attributes={props.attributes}
            errors={props.errors}
            requiredNames={props.requiredNames}
          />
          <Action value="save" label={save} isMain />
        </Form>
      )}
    </section>
  );
}

function Address({ target, address }: { target: FormTarget; address: AccountAddress }) {
  const { name, value, waiting, isConfirmed, changeHref } = address;
  const { accountPages, attributes } = useWords();
  const { profile } = accountPages;
  const isOpen = value !== undefined && !isConfirmed;
  return (
    <Entry
      target={target}
      title={attributes[name]}
      hidden={{ attribute: name }}
      acts={[
        act(isOpen || waiting !== undefined, profile.confirm, "confirmAddress"),
        link(changeHref, value === undefined ? profile.add : profile.change),
        act(address.isRemovable, accountPages.remove, "removeAddress"),
      ]}
    >
      <p class={value === undefined ? "muted" : "anywhere"}>
        {isOpen ? (
          <Sentence text={profile.notConfirmed} values={{ address: value }} />
        ) : (
          (value ?? profile.none)
        )}
      </p>
      {waiting !== undefined && (
        <p class="muted small anywhere">{fill(profile.waiting, { address: waiting })}</p>
      )}
    </Entry>
  );
}
