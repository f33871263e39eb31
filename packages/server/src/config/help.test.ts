import { expect, test } from "vitest";
import { optionsHelp } from "./help.ts";
import { allOptions } from "./options.ts";

test("the help text names every setting and fits 80 columns", () => {
  const help = optionsHelp();
  for (const { flag, env } of allOptions) {
    if (flag !== undefined) expect(help).toContain(`  --${flag}`);
    if (env !== undefined) expect(help).toContain(env);
  }
  expect(help.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

test("every setting has a name, a documentation, a cure, and a default or a word about it", () => {
  for (const option of allOptions) {
    expect(option.flag ?? option.env).toBeDefined();
    expect(option.default ?? option.defaultText).toBeDefined();
    expect(option.documentation).toMatch(/\.$/);
    if (option.isSecret && option.flag !== "database-url") expect(option.flag).toBeUndefined();
  }
});

test("names the file where the page of settings has a link", () => {
  expect(optionsHelp()).toContain("docs/postgresql.md");
  expect(optionsHelp()).not.toContain("](");
});
