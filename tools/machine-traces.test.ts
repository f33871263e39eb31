import { expect, test } from "vitest";
import { machineTraces } from "./machine-traces.ts";

const home = ["", "home", "ada", "notes.txt"].join("/");
const host = ["registry", "example", "org"].join(".");

test("finds home folders, by line", () => {
  expect(machineTraces("a.md", `first\nsee ${home}`, [])).toEqual(["a.md:2: a home folder"]);
});

test("finds a registry's host in any file", () => {
  expect(machineTraces(".npmrc", `registry=https://${host}/`, [])).toEqual([
    ".npmrc:1: a package registry's host",
  ]);
});

test("finds the checkout's own path", () => {
  expect(machineTraces("a.ts", 'open("/srv/checkout/x")', ["/srv/checkout/"])).toEqual([
    "a.ts:1: a path of this machine",
  ]);
});

test("leaves ordinary paths and routes alone", () => {
  const inner = ["x", "root", "y"].join("/");
  const text = `get("/oauth2/token"); open("/var/lib/poolhouse"); ${inner}`;
  expect(machineTraces("a.ts", text, [])).toEqual([]);
});
