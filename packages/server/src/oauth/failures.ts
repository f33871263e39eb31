/** An OAuth request that failed, by the name of its cause. `detail` is for people: no secret, token or code is ever in it. */
import { type Cause, type CauseName, causes, fill } from "../core/events/causes.ts";

export type Detail = Readonly<Record<string, string>>;

export class OAuthFailure extends Error {
  readonly causeName: CauseName;
  readonly detail: Detail;

  constructor(causeName: CauseName, detail: Detail = {}) {
    super(causeName);
    this.name = "OAuthFailure";
    this.causeName = causeName;
    this.detail = detail;
  }

  get entry(): Cause {
    return causes[this.causeName];
  }

  /** `error_description`: RFC 6749 allows visible ASCII without quote and backslash. */
  get description(): string {
    return fill(this.entry.description, this.detail).replaceAll(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, "?");
  }
}

export function refuse(causeName: CauseName, detail?: Detail): OAuthFailure {
  return new OAuthFailure(causeName, detail);
}
