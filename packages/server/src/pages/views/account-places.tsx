/** Where somebody is signed in, and the devices that are remembered. */
import { deviceWords, placesWords } from "../account-words.ts";
import { Action, act, Entry } from "./account-entry.tsx";
import type { AccountProps } from "./account-props.ts";
import { Form } from "./form.tsx";
import { Moment } from "./time.tsx";

export function Sessions(props: AccountProps) {
  return (
    <section class="card stack" aria-labelledby="sessions">
      <h2 id="sessions">{placesWords.heading}</h2>
      {props.sessions.length > 0 && (
        <div class="entries">
          {props.sessions.map(({ sessionId, name, at, ipAddress, isCurrent }) => (
            <Entry
              key={sessionId}
              target={props}
              title={name}
              hidden={{ session: sessionId }}
              acts={[act(!isCurrent, placesWords.signOutThere, "signOutThere")]}
            >
              <p class="muted small">
                <Moment at={at} />
                {ipAddress && `, ${placesWords.from(ipAddress)}`}
              </p>
            </Entry>
          ))}
        </div>
      )}
      <Form target={props}>
        <Action value="signOutEverywhere" label={placesWords.signOutEverywhere} />
      </Form>
    </section>
  );
}

export function Devices(props: AccountProps) {
  if (props.devices.length === 0) return null;
  return (
    <section class="card stack" aria-labelledby="devices">
      <div>
        <h2 id="devices">{deviceWords.heading}</h2>
        <p class="muted">{deviceWords.why}</p>
      </div>
      <div class="entries">
        {props.devices.map(({ key, name, isRemembered, at, ipAddress }) => (
          <Entry
            key={key}
            target={props}
            title={name}
            hidden={{ device: key }}
            acts={[act(true, deviceWords.forget, "forgetDevice")]}
          >
            <p class="muted small">
              {deviceWords.lastUsed} <Moment at={at} />
              {ipAddress && `, ${placesWords.from(ipAddress)}`}
              {isRemembered && `, ${deviceWords.remembered}`}
            </p>
          </Entry>
        ))}
      </div>
    </section>
  );
}
