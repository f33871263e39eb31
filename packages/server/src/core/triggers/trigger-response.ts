/** What a function put into `response`, member by member. A member of the wrong type fails the call; null counts as absent. */
import { isJsonObject } from "../../model/json-object.ts";
import type { ApiFailure } from "../failures.ts";

export interface TriggerResponse {
  /** False when absent. */
  flag(name: string): boolean;
  text(name: string): string | undefined;
  /** Entries that are null are left out. */
  textMap(name: string): Readonly<Record<string, string>> | undefined;
  /** Entries of any type; those that are null are left out. */
  map(name: string): Readonly<Record<string, unknown>> | undefined;
  textList(name: string): readonly string[] | undefined;
  /** A member that has members of its own. */
  part(name: string): TriggerResponse | undefined;
  /** Is it there, be it null? */
  has(name: string): boolean;
  /** For what has the right type and still makes no sense; `why` is for the log. */
  invalid(why: string): ApiFailure;
}

type Invalid = TriggerResponse["invalid"];

export function triggerResponse(event: unknown, invalid: Invalid): TriggerResponse {
  const response = isJsonObject(event) ? event["response"] : undefined;
  if (!isJsonObject(response)) throw invalid("the function did not give its event back");
  return reader(response, "response", invalid);
}

function reader(values: Readonly<Record<string, unknown>>, path: string, invalid: Invalid): TriggerResponse {
  const wrong = (name: string): ApiFailure => invalid(`${path}.${name} has a wrong type`);
  const member = <T>(name: string, is: (value: unknown) => value is T): T | undefined => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined || value === null) return undefined;
    if (!is(value)) throw wrong(name);
    return value;
  };
  const map = (name: string): Readonly<Record<string, unknown>> | undefined => {
    const value = member(name, isJsonObject);
    return value && Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null));
  };
  return {
    flag: (name) => member(name, isBoolean) ?? false,
    text: (name) => member(name, isText),
    map,
    textMap(name) {
      const value = map(name);
      if (value === undefined || isTextRecord(value)) return value;
      throw wrong(name);
    },
    textList: (name) => member(name, isTextList),
    part(name) {
      const value = member(name, isJsonObject);
      return value && reader(value, `${path}.${name}`, invalid);
    },
    has: (name) => Object.hasOwn(values, name),
    invalid,
  };
}

function isTextRecord(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, string>> {
  return Object.values(value).every(isText);
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === "boolean";
}
