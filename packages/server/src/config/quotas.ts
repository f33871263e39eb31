/** `cognito,UserAuthentication=240,Source=off` as what each quota allows in a second, or why it cannot be used. */
import { z } from "zod";
import { type Allowances, type QuotaName, quotas } from "../model/quotas.ts";
import { nearest } from "./nearest.ts";

type Refuse = (message: string) => Allowances;

export function parseQuotas(text: string, context: z.RefinementCtx): Allowances {
  const refuse: Refuse = (message) => {
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  };
  const [first = "", ...rest] = text.split(",").map((part) => part.trim());
  const set = sets.get(first);
  if (set === undefined && !first.includes("=")) {
    return refuse(`It must begin with ${[...sets.keys()].join(", ")}, or be single quotas.`);
  }
  const singles = set === undefined ? [first, ...rest] : rest;
  return changed(set ?? protective, singles, refuse);
}

const protective = setOf("protective");

const sets: ReadonlyMap<string, Allowances> = new Map([
  ["protective", protective],
  ["cognito", setOf("cognito")],
  ["none", new Map()],
]);

function setOf(column: "protective" | "cognito"): Allowances {
  return new Map(
    names().flatMap((name) => {
      const perSecond = quotas[name][column];
      return perSecond === undefined ? [] : [[name, perSecond] as const];
    }),
  );
}

function changed(set: Allowances, singles: readonly string[], refuse: Refuse): Allowances {
  const allowances = new Map(set);
  for (const single of singles) {
    const [given = "", value = ""] = single.split("=");
    const name = names().find((each) => each === given);
    if (name === undefined)
      return refuse(
        `${JSON.stringify(given)} is not a quota; the nearest one is ${nearest(given, names())}.`,
      );
    if (value === "off") allowances.delete(name);
    else if (/^[1-9]\d{0,8}$/.test(value)) allowances.set(name, Number(value));
    else return refuse(`${name} must be followed by = and a whole number from 1 to 999999999, or by =off.`);
  }
  return allowances;
}

function names(): readonly QuotaName[] {
  // The keys of the table are its type's.
  return Object.keys(quotas) as QuotaName[];
}
