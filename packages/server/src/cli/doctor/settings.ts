/** Settings that were given and mean nothing, or more than somebody may think, or that a start would refuse. */
import type { Config } from "../../config/config.ts";
import { ConfigError } from "../../config/config-error.ts";
import { loadTls } from "../../tls/load.ts";
import { bad, type Check, type Finding, good, warning } from "./check.ts";

export const settingsCheck: Check = {
  name: "Settings",
  async run({ config }) {
    const { warnings, isDev } = config;
    const unknown = warnings.map((text) => warning(text, "Correct the name, or unset it."));
    const mode = isDev
      ? [warning("Development mode: open inbox, movable clock.", "Leave out --dev where people sign in.")]
      : [];
    const known = unknown.length + mode.length > 0 ? [] : [good("Every setting is known.")];
    return [...unknown, ...mode, ...known, ...believed(config), ...(await certificate(config))];
  },
};

/** An address of RFC 5737, which is nobody's: a list that has it has everybody. */
const anybody = "203.0.113.1";

function believed({ trustedProxies }: Config): Finding[] {
  if (!trustedProxies.check(anybody)) return [];
  return [
    bad(
      "Everybody is a trusted proxy: whoever sends X-Forwarded-For chooses the address that limits and the audit log see.",
      "Name your proxies' own addresses: --trusted-proxies 10.0.0.5, or POOLHOUSE_TRUSTED_PROXIES.",
    ),
  ];
}

async function certificate({ tls, dataFolder }: Config): Promise<Finding[]> {
  if (tls.kind !== "files") return [];
  try {
    await loadTls(tls, dataFolder);
    return [good(`The TLS certificate in ${tls.certFile} and its key belong together.`)];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [bad(`${error.what} ${error.why}`, error.cure)];
  }
}
