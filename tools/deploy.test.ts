/** The files that ship the server agree with the server: each setting they name exists, and each waits long enough for a stop. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { allOptions, options } from "../packages/server/src/config/options.ts";

const root = join(import.meta.dirname, "..");
const stopSeconds = Number(options.drainTime.default) + Number(options.stopTimeout.default);

function read(...path: string[]): string {
  return readFileSync(join(root, ...path), "utf8");
}

const chart = join("deploy", "helm", "poolhouse");
const templates = readdirSync(join(root, chart, "templates")).map((name) => join(chart, "templates", name));
const shipping = [
  "Dockerfile",
  join("deploy", "compose.yaml"),
  join("deploy", "poolhouse.service"),
  join("docs", "deploy.md"),
  join("docs", "limits.md"),
  join(chart, "values.yaml"),
  ...templates,
];

test.each(shipping)("%s names settings that there are", (file) => {
  const known = new Set(
    allOptions.flatMap(({ env = "", isSecret }) => (isSecret === true ? [env, `${env}_FILE`] : [env])),
  );
  const named = read(file).match(/\bPOOLHOUSE_[A-Z][A-Z_]*[A-Z]\b/g) ?? [];
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test("the chart's schema knows the keys of all secrets, and no others", () => {
  const { properties } = JSON.parse(read(chart, "values.schema.json"));
  const keys = allOptions.flatMap(({ env = "", isSecret }) =>
    isSecret === true ? [env.replace("POOLHOUSE_", "").toLowerCase().replaceAll("_", "-")] : [],
  );
  expect(properties.secretKeys.items.enum.toSorted()).toEqual(keys.toSorted());
});

test("the chart's `settings` takes every setting that the chart does not make itself, and no others", () => {
  const { properties } = JSON.parse(read(chart, "values.schema.json"));
  const deployment = read(chart, "templates", "deployment.yaml");
  const settings = allOptions.flatMap(({ env, isSecret }) =>
    env === undefined || isSecret === true || deployment.includes(`name: ${env},`) ? [] : [env],
  );
  // The port is the container's, and the probes speak plain HTTP to it: TLS ends at the Ingress.
  const fixed = ["POOLHOUSE_PORT", "POOLHOUSE_TLS_CERT", "POOLHOUSE_TLS_KEY"];
  const free = settings.filter((name) => !fixed.includes(name));
  expect(properties.settings.propertyNames.enum).toEqual([...free, "UV_THREADPOOL_SIZE"]);
});

test("the chart's values are those of its schema, and its version is the server's", () => {
  const values = parse(read(chart, "values.yaml"));
  const { properties } = JSON.parse(read(chart, "values.schema.json"));
  expect(Object.keys(values).toSorted()).toEqual(
    Object.keys(properties)
      .filter((name) => name !== "global")
      .toSorted(),
  );
  const { version } = JSON.parse(read("packages", "server", "package.json"));
  expect(parse(read(chart, "Chart.yaml"))).toMatchObject({ name: "poolhouse", version, appVersion: version });
});

describe("HT-06: whoever stops it waits for the drain and for requests under way", () => {
  test("Docker Compose", () => {
    const { poolhouse } = parse(read("deploy", "compose.yaml")).services;
    expect(Number.parseInt(poolhouse.stop_grace_period, 10)).toBeGreaterThan(stopSeconds);
  });

  test("systemd", () => {
    const seconds = /^TimeoutStopSec=(\d+)$/m.exec(read("deploy", "poolhouse.service"))?.[1];
    expect(Number(seconds)).toBeGreaterThan(stopSeconds);
  });

  test("Kubernetes, whatever the two are set to", () => {
    const deployment = read(chart, "templates", "deployment.yaml");
    expect(deployment).toContain(
      "terminationGracePeriodSeconds: {{ add .Values.drainTime .Values.stopTimeout 5 }}",
    );
    // Long enough for the probe to fail and for every proxy to hear of it.
    const { drainTime } = parse(read(chart, "values.yaml"));
    expect(drainTime).toBeGreaterThanOrEqual(2 * 2 + 5);
  });
});

test("Docker Compose: every secret that is used is one, each comes from a file that make-secrets.sh writes, and the database is awaited", () => {
  const { services, secrets } = parse(read("deploy", "compose.yaml"));
  const used = [...services.poolhouse.secrets, ...services.database.secrets];
  expect(Object.keys(secrets).toSorted()).toEqual(used.toSorted());
  for (const name of used) {
    expect(secrets[name]).toEqual({ file: `./secrets/${name}` });
    expect(read("deploy", "make-secrets.sh")).toContain(`> secrets/${name}`);
  }
  expect(services.poolhouse.depends_on).toEqual({ database: { condition: "service_healthy" } });
  expect(services.database.healthcheck.test).toContain("pg_isready");
});

test("the image runs as nobody in particular, and is asked whether it is ready", () => {
  const dockerfile = read("Dockerfile");
  const [, last = ""] = dockerfile.split(/^FROM .*$/m).slice(-2);
  expect(last).toMatch(/^USER 10001:10001$/m);
  expect(last).toMatch(/^ENTRYPOINT \["poolhouse"\]$/m);
  expect(last).toContain("/health/ready");
  expect(last).not.toMatch(/^USER root/m);
});
