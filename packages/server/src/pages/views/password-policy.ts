/** A pool's password rules as one plain sentence. */
export interface PasswordRules {
  readonly minimumLength: number;
  readonly requireLowercase: boolean;
  readonly requireUppercase: boolean;
  readonly requireNumbers: boolean;
  readonly requireSymbols: boolean;
}

export function describePasswordRules(rules: PasswordRules): string {
  const kinds = [
    rules.requireLowercase && "a lower-case letter",
    rules.requireUppercase && "an upper-case letter",
    rules.requireNumbers && "a number",
    rules.requireSymbols && "a symbol",
  ].filter((kind) => kind !== false);
  const length = `At least ${rules.minimumLength} characters`;
  if (kinds.length === 0) return `${length}.`;
  return `${length}, with ${new Intl.ListFormat("en-GB").format(kinds)}.`;
}
