/** The settings of what protects the server: sizes, times, connections, rates, and how it stops. [Limits](../../../../docs/limits.md). */
import { z } from "zod";
import { parseQuotas } from "./quotas.ts";

export const limitOptions = {
  quotas: {
    flag: "quotas",
    env: "POOLHOUSE_QUOTAS",
    placeholder: "names",
    default: "protective",
    documentation:
      "How often things may be done in a second. `protective` keeps one network address or one person from taking the server for itself, and limits nothing else; `cognito` adds the request rates of an AWS account's quota table; `none` has no limits. Single quotas follow after commas: `cognito,UserAuthentication=240,Source=off`. [Limits](limits.md) names them all and says how refusals look.",
    schema: z.string().transform(parseQuotas),
    cure: "Give --quotas protective, cognito or none, and single quotas after it: --quotas cognito,UserAuthentication=240.",
  },
  headersTimeout: seconds("headers-timeout", "10", {
    documentation:
      "Seconds in which a client must have sent the headers of a request, or finished the TLS handshake. Whoever is slower is answered 408 and cut off.",
  }),
  requestTimeout: seconds("request-timeout", "10", {
    documentation:
      "Seconds in which a client must have sent a whole request, its body included. Raise it for people with very slow lines who upload pictures; not below the time for headers.",
  }),
  keepAliveTimeout: seconds("keep-alive-timeout", "72", {
    documentation:
      "Seconds that a connection may wait for its next request. A proxy in front must give up sooner than this, or it sends requests into connections that are just being closed; most give up after 60.",
  }),
  idleTimeout: seconds("idle-timeout", "60", {
    documentation:
      "Seconds that a connection may stand still while a request or its answer is under way: whoever does not read answers is cut off. Longer than any answer takes to be computed.",
  }),
  maxConnections: count("max-connections", "10000", {
    documentation:
      "Connections that one process keeps at the same time; more are closed at once. Let the process open as many files and a hundred more (`ulimit -n`).",
  }),
  connectionsPerSource: count("connections-per-source", "1000", {
    documentation:
      "Connections that one process keeps at the same time from one network address; an IPv6 network of 64 bits counts as one. Trusted proxies and the machine itself (127.0.0.1 and ::1) may have more.",
  }),
  bodyLimit: count("body-limit", "1048576", {
    atLeast: 16_384,
    documentation:
      "Bytes that the body of a request may have. A managed login style carries all its pictures in one request, which may have a million bytes each: whoever has such raises this. Nothing else comes near. More is answered with 413 before it is sent.",
  }),
  headerLimit: count("header-limit", "32768", {
    atLeast: 8192,
    documentation:
      "Bytes that the headers of a request may have together, the address included. An access token with a hundred groups of the longest names has 18 kB. More is answered with 431.",
  }),
  drainTime: seconds("drain-time", "3", {
    atLeast: 0,
    documentation:
      "Seconds after SIGTERM in which everything is still served while `GET /health/ready` answers 503, so that balancers send nobody here any more. Longer than a balancer takes to notice: its interval times the failures it waits for. Development mode and Ctrl-C skip it.",
  }),
  stopTimeout: seconds("stop-timeout", "10", {
    documentation:
      "Seconds that requests begun before the stop have to finish, once no new ones are accepted. Then their connections are cut.",
  }),
};

interface Details {
  readonly documentation: string;
  readonly atLeast?: number;
}

function seconds(flag: string, byDefault: string, details: Details) {
  return wholeNumber(flag, "seconds", byDefault, details, 86_400);
}

function count(flag: string, byDefault: string, details: Details) {
  return wholeNumber(flag, "number", byDefault, details, 999_999_999);
}

function wholeNumber(
  flag: string,
  placeholder: string,
  byDefault: string,
  { documentation, atLeast = 1 }: Details,
  atMost: number,
) {
  return {
    flag,
    env: `POOLHOUSE_${flag.toUpperCase().replaceAll("-", "_")}`,
    placeholder,
    default: byDefault,
    documentation,
    schema: z
      .string()
      .refine(
        (text) => /^\d{1,9}$/.test(text) && Number(text) >= atLeast && Number(text) <= atMost,
        `It must be a whole number from ${atLeast} to ${atMost}.`,
      )
      .transform(Number),
    cure: `Give a number such as --${flag} ${byDefault}, or leave it out.`,
  };
}
