/**
 * Replaces some of a transaction's tables, for example by ones that also record what they are asked. Each replacement
 * is made when it is first used, because a transaction touches three of two dozen tables.
 */
import { auditedChanges } from "./audit/audited-changes.ts";
import type { Tables } from "./tables.ts";

/** For a table the one in its place. `context` is what the tables of one transaction share. */
export type Overlay<Context> = {
  readonly [Name in keyof Tables]?: (table: Tables[Name], context: Context) => Tables[Name];
};

export function overlay<Context>(over: Overlay<Context>): (tables: Tables, context: Context) => Tables {
  const getters: PropertyDescriptorMap = {};
  for (const name of names) getters[name] = { get: getter(name, over[name] as Make | undefined) };
  class Laid {
    readonly beneath: Tables;
    readonly context: Context;
    constructor(beneath: Tables, context: Context) {
      this.beneath = beneath;
      this.context = context;
    }
  }
  Object.defineProperties(Laid.prototype, getters);
  // A getter for each name makes it so.
  return (tables, context) => new Laid(tables, context) as unknown as Tables;
}

/** The log itself is the one table without a row there. */
const names = [...Object.keys(auditedChanges), "audit"] as readonly (keyof Tables)[];

/** Of whichever table: the types of `Overlay` have been checked where it was written. */
type Make = (table: object, context: unknown) => object;

interface Beneath {
  readonly beneath: Tables;
  readonly context: unknown;
}

function getter(name: keyof Tables, make: Make | undefined) {
  return function get(this: Beneath): object {
    const beneath = this.beneath[name];
    if (make === undefined) return beneath;
    const value = make(beneath, this.context);
    Object.defineProperty(this, name, { value });
    return value;
  };
}
