/** The one sentence for somebody in a hurry. */
import type { TokenReport, Verdict } from "./report.ts";

export function verdictOn({ problems, signature, claims }: Omit<TokenReport, "verdict">): Verdict {
  if (problems.length > 0) return { state: "bad", text: "Something is wrong with it." };
  if (signature.state === "verified") return { state: "good", text: "Nothing wrong was found." };
  return {
    state: "unproven",
    text:
      claims.length > 0
        ? "Nothing wrong was found, and nothing is proven."
        : "Nothing wrong can be seen from outside.",
  };
}
