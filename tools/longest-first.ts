/**
 * The order of test files: the longest of each project first, so that none is left alone at the end while a processor idles. Vitest
 * knows only after a run how long each takes, and goes by size until then; a fresh clone, such as CI's, has never run.
 */
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Longest first, down to half a minute. */
export const longest: readonly string[] = [
  "reliability/fuzz-inside/fuzz-inside.test.ts",
  "packages/client/test/chaos.test.ts",
  "packages/server/test/sign-in-timing.test.ts",
  "packages/server/test/no-token-meanwhile.test.ts",
  "packages/server/test/no-token-for.test.ts",
  "packages/server/test/tenant-isolation.test.ts",
  "packages/server/src/sql/conformance.test.ts",
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // A project's files stay together: what they share is loaded anew for another project.
    const projects = Map.groupBy(await super.sort(files), ({ project }) => project);
    return [...projects.values()].flatMap((inProject) => {
      const first = longest.flatMap((path) => inProject.filter(({ moduleId }) => moduleId.endsWith(path)));
      return [...first, ...inProject.filter((file) => !first.includes(file))];
    });
  }
}
