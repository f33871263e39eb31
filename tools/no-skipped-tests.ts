/** A vitest reporter: a skipped test is named, and in CI (`CI` is set) it fails the run. */
import type { Reporter, TestModule, TestRunEndReason, Vitest } from "vitest/node";

export class NoSkippedTests implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[], _errors: readonly unknown[], reason: TestRunEndReason): void {
    const isFiltered = this.#vitest?.config.testNamePattern !== undefined;
    if (isFiltered || reason === "interrupted") {
      return;
    }
    const skipped = modules.flatMap((module) => [...module.children.allTests("skipped")]);
    for (const test of skipped) {
      console.error(`NOT RUN: ${test.module.relativeModuleId} > ${test.fullName}`);
    }
    if (skipped.length > 0 && process.env["CI"]) {
      console.error(`${skipped.length} tests were skipped; CI skips nothing.`);
      process.exitCode = 1;
    }
  }
}
