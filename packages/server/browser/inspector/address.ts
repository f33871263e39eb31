/**
 * Keeps the page's address free of tokens: an address is kept in histories, and in logs where it was a query. Nothing but a pool's id
 * belongs there. True when something had to go.
 */
export function cleanAddress(): boolean {
  const { pathname, search, hash } = location;
  const pool = new URLSearchParams(search).get("pool") ?? "";
  const wanted = /^[\w-]{1,40}_[0-9a-zA-Z]{1,15}$/.test(pool) ? `?pool=${pool}` : "";
  if (search === wanted && hash === "") return false;
  history.replaceState(null, "", pathname + wanted);
  return true;
}
