/** The network address a sign-in is recorded under. */
import type { Client } from "../clients/client.ts";

/** The longest form of an IPv6 address has 45 characters. */
const looksLikeAddress = /^[0-9A-Fa-f.:]{2,45}$/;

/**
 * The peer's, unless the app is one that may speak for its people: confidential, and allowed to by
 * EnablePropagateAdditionalUserContextData. From others it would let anybody write somebody else's address into the record.
 */
export function addressOfPerson(
  client: Client,
  sent: string | undefined,
  source: string | undefined,
): string | undefined {
  const { EnablePropagateAdditionalUserContextData: isAllowed = false } = client.settings;
  const isTrusted = isAllowed && client.secrets.length > 0;
  return (isTrusted ? sentAddress(sent) : undefined) ?? source;
}

/** An administrator's application is the peer itself, and says whom it acts for. */
export function sentAddress(sent: string | undefined): string | undefined {
  return sent !== undefined && looksLikeAddress.test(sent) ? sent : undefined;
}
