import { expect, test } from "vitest";
import { parseConfig } from "./config.ts";
import { ConfigError } from "./config-error.ts";

test.each(["localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8/8", "::1/129", "10.0.0.1;10.0.0.2", "all"])(
  "%j is refused as a list of trusted proxies",
  (given) => {
    const read = () =>
      parseConfig(["--trusted-proxies", given], { poolhouse: {}, threadPoolSize: undefined, noColor: false });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/is neither/);
  },
);
