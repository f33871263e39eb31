/** Why nobody answered, in a word. `fetch failed` says nothing: the code is its cause's. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "no reason given";
  if (error.name === "TimeoutError") return "no answer within 5 s";
  const { cause } = error;
  if (cause instanceof Error && "code" in cause) return String(cause.code);
  return "code" in error ? String(error.code) : error.message;
}
