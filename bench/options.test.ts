import { describe, expect, it } from "vitest";
import { helpText, MEASUREMENTS, parseOptions } from "./options.ts";

const servers = ["ours", "peer"];

describe("parseOptions", () => {
  it("measures everything when nothing is said", () => {
    expect(parseOptions([], servers)).toEqual({
      short: false,
      servers,
      measurements: MEASUREMENTS,
      jsonFile: null,
    });
  });

  it("takes servers and measurements apart, and all of the kind that is not named", () => {
    expect(parseOptions(["--only", "peer"], servers)).toMatchObject({
      servers: ["peer"],
      measurements: MEASUREMENTS,
    });
    expect(parseOptions(["--only", "refresh, start"], servers)).toMatchObject({
      servers,
      measurements: ["refresh", "start"],
    });
  });

  it("takes --only more than once", () => {
    expect(parseOptions(["--only", "peer", "--only", "storm"], servers)).toMatchObject({
      servers: ["peer"],
      measurements: ["storm"],
    });
  });

  it("says what it knows when a name is unknown", () => {
    expect(() => parseOptions(["--only", "pear"], servers)).toThrow(
      /does not know pear.*ours, peer, client_credentials/,
    );
  });

  it("refuses options and words it does not know", () => {
    expect(() => parseOptions(["--fast"], servers)).toThrow("--fast");
    expect(() => parseOptions(["refresh"], servers)).toThrow("refresh");
  });

  it("answers null when help is asked for", () => {
    expect(parseOptions(["--help"], servers)).toBeNull();
    expect(helpText(servers)).toContain("ours, peer");
  });
});

it("other forms of ours take part only where they are named", () => {
  const variants = ["poolhouse-postgres"];
  expect(parseOptions([], ["poolhouse"], variants)?.servers).toEqual(["poolhouse"]);
  expect(parseOptions(["--only", "poolhouse-postgres,refresh"], ["poolhouse"], variants)).toMatchObject({
    servers: ["poolhouse-postgres"],
    measurements: ["refresh"],
  });
  expect(
    parseOptions(["--only", "poolhouse,poolhouse-postgres"], ["poolhouse", "peer"], variants)?.servers,
  ).toEqual(["poolhouse", "poolhouse-postgres"]);
});
