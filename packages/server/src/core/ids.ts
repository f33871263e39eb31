/** Ids that must not be mixed up. Each is minted or parsed in one place; everywhere else it is opaque. */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** `<region>_<9 alphanumerics>`. */
export type PoolId = Branded<"PoolId">;
/** 26 lower-case alphanumerics; unique over all pools. */
export type ClientId = Branded<"ClientId">;
/** The UUID of a person inside a pool. */
export type Sub = Branded<"Sub">;
/** The `origin_jti` of a sign-in: every token of that sign-in carries it. */
export type FamilyId = Branded<"FamilyId">;
/** `<region>_<uuid>`: a device of a person. */
export type DeviceKey = Branded<"DeviceKey">;

// The casts below are the definition of the brands: a string becomes an id when it enters the core.
export function poolId(value: string): PoolId {
  return value as PoolId;
}

export function clientId(value: string): ClientId {
  return value as ClientId;
}

/** Whether a text of a stranger has the form of a client's id. */
export function isClientIdForm(text: string): boolean {
  return /^[a-z0-9]{26}$/.test(text);
}

export function sub(value: string): Sub {
  return value as Sub;
}

export function familyId(value: string): FamilyId {
  return value as FamilyId;
}

export function deviceKey(value: string): DeviceKey {
  return value as DeviceKey;
}

/** What every UUID of version 7 of the moment `at`, epoch ms, begins with (RFC 9562 §5.7). It sorts before them. */
export function uuidTime(at: number): string {
  const time = Math.max(0, Math.floor(at)).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}`;
}

/** The region a pool lives in: the part of its id before the underscore. */
export function regionOf(id: PoolId): string {
  return id.slice(0, id.lastIndexOf("_"));
}
