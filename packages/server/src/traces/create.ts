/**
 * Traces by OpenTelemetry. Loaded where a collector is set and not before; the rest of the house knows nothing of it, because what is traced
 * are its ports. Attributes are those of the semantic conventions where there is one; no name of a person, token, code or
 * error message is among them.
 */
import { ROOT_CONTEXT } from "@opentelemetry/api";
import type { Carrier, Carriers } from "../core/messages/carrier.ts";
import type { Passwords, Triggers } from "../core/ports.ts";
import type { Store } from "../core/tables.ts";
import type { RequestWatcher } from "../http/request-watcher.ts";
import { traceRequests } from "./requests.ts";
import { createTracer, type HouseTracer, type TraceSettings } from "./tracer.ts";

export interface Traces extends Pick<HouseTracer, "outside" | "stop"> {
  readonly watcher: RequestWatcher;
  passwords(passwords: Passwords): Passwords;
  /** Its transactions. */
  store(store: Store, system: "sqlite" | "postgresql"): Store;
  triggers(triggers: Triggers): Triggers;
  carriers(carriers: Carriers): Carriers;
}

export function createTraces(settings: TraceSettings, version: string): Traces {
  const tracer = createTracer(settings, version);
  return {
    outside: tracer.outside,
    stop: tracer.stop,
    watcher: traceRequests(tracer),
    passwords: (passwords) => tracePasswords(tracer, passwords),
    store: (store, system) => traceTransactions(tracer, store, system),
    triggers: (triggers) => traceTriggers(tracer, triggers),
    carriers: ({ EMAIL, SMS }) => ({
      EMAIL: EMAIL && traceCarrier(tracer, "EMAIL", EMAIL),
      SMS: SMS && traceCarrier(tracer, "SMS", SMS),
    }),
  };
}

function tracePasswords(tracer: HouseTracer, { hash, verify, of }: Passwords): Passwords {
  const span = { name: "hash password", kind: "internal", attributes: {} } as const;
  return {
    hash: (password) => tracer.run(span, () => hash(password)),
    verify: (known, password) => tracer.run(span, () => verify(known, password)),
    of: (source) => tracePasswords(tracer, of(source)),
  };
}

function traceTransactions(tracer: HouseTracer, store: Store, system: "sqlite" | "postgresql"): Store {
  const attributes = { "db.system.name": system };
  const span = { name: "transaction", kind: "client", attributes } as const;
  return { ...store, write: (...write) => tracer.run(span, () => store.write(...write)) };
}

function traceTriggers(tracer: HouseTracer, triggers: Triggers): Triggers {
  return {
    ...triggers,
    invoke(poolId, arn, event) {
      const attributes = { "aws.lambda.invoked_arn": arn, "poolhouse.pool_id": poolId };
      return tracer.run({ name: "invoke trigger", kind: "client", attributes }, async (span) => {
        const outcome = await triggers.invoke(poolId, arn, event);
        if (!outcome.ok) span.setAttribute("error.type", outcome.cause);
        return outcome;
      });
    },
  };
}

/** A span of its own: the request that wrote the message was answered before. */
function traceCarrier(tracer: HouseTracer, medium: string, carry: Carrier): Carrier {
  return (letter) => {
    const attributes = {
      "messaging.operation.type": "send",
      "messaging.destination.name": medium,
      "messaging.message.id": letter.messageId,
      "poolhouse.pool_id": letter.poolId,
    };
    const span = { name: `send ${medium}`, kind: "producer", attributes, parent: ROOT_CONTEXT } as const;
    return tracer.run(span, async (running) => {
      const carried = await carry(letter);
      if (carried.kind !== "sent") running.setAttribute("error.type", carried.kind);
      return carried;
    });
  };
}
