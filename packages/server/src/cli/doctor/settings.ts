/** Settings that were given and mean nothing, or more than somebody may think. */
import { type Check, good, warning } from "./check.ts";

export const settingsCheck: Check = {
  name: "Settings",
  async run({ config: { warnings, isDev } }) {
    const unknown = warnings.map((text) => warning(text, "Correct the name, or unset it."));
    const mode = isDev
      ? [warning("Development mode: open inbox, movable clock.", "Leave out --dev where people sign in.")]
      : [];
    return unknown.length + mode.length > 0 ? [...unknown, ...mode] : [good("Every setting is known.")];
  },
};
