/** Where somebody is signed in, and the devices that are remembered. */
import { Action, act, Entry } from "./account-entry.tsx";
import type { AccountDevice, AccountProps } from "./account-props.ts";
import { Form } from "./form.tsx";
import { useWords } from "./look.tsx";
import { Sentence } from "./sentence.tsx";
import { Moment } from "./time.tsx";

export function Sessions(props: AccountProps) {
  const { accountPages, signOut } = useWords();
  const { sessions } = accountPages;
  return (
    <section class="card stack" aria-labelledby="sessions">
      <h2 id="sessions">{sessions.heading}</h2>
      {props.sessions.length > 0 && (
        <div class="entries">
          {props.sessions.map(({ sessionId, name, at, ipAddress, isCurrent }) => (
            <Entry
              key={sessionId}
              target={props}
              title={name}
              hidden={{ session: sessionId }}
              acts={[act(!isCurrent, sessions.signOutThere, "signOutThere")]}
            >
              <p class="muted small">
                {ipAddress ? (
                  <Sentence
                    text={sessions.fromAddress}
                    values={{ time: <Moment at={at} />, address: ipAddress }}
                  />
                ) : (
                  <Moment at={at} />
                )}
              </p>
            </Entry>
          ))}
        </div>
      )}
      <Form target={props}>
        <Action value="signOutHere" label={signOut.button} />
        <Action value="signOutEverywhere" label={sessions.signOutEverywhere} />
      </Form>
    </section>
  );
}

export function Devices(props: AccountProps) {
  const { devices } = useWords().accountPages;
  if (props.devices.length === 0) return null;
  return (
    <section class="card stack" aria-labelledby="devices">
      <div>
        <h2 id="devices">{devices.heading}</h2>
        <p class="muted">{devices.why}</p>
      </div>
      <div class="entries">
        {props.devices.map((device) => (
          <Entry
            key={device.key}
            target={props}
            title={device.name}
            hidden={{ device: device.key }}
            acts={[act(true, devices.forget, "forgetDevice")]}
          >
            <p class="muted small">
              <Use device={device} />
            </p>
          </Entry>
        ))}
      </div>
    </section>
  );
}

/** When and from where, and whether the device is remembered. */
function Use({ device: { at, ipAddress, isRemembered } }: { device: AccountDevice }) {
  const { devices } = useWords().accountPages;
  const time = <Moment at={at} />;
  const used = ipAddress ? (
    <Sentence text={devices.lastUsedFrom} values={{ time, address: ipAddress }} />
  ) : (
    <Sentence text={devices.lastUsed} values={{ time }} />
  );
  return isRemembered ? <Sentence text={devices.remembered} values={{ used }} /> : used;
}
