/** Chromium as npm brings it. */
import { statfsSync } from "node:fs";
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as launcher, type Page } from "playwright-core";

/** Not with the package's own switches: they turn off the very checks that stories are about. */
export async function launchBrowser(...switches: readonly string[]): Promise<Browser> {
  const args = ["--no-sandbox", ...switches];
  return launcher.launch({
    args,
    executablePath: await chromium.executablePath(),
    // Pictures of pages pass through shared memory: on a disk they cost a browser a quarter of its time.
    ignoreDefaultArgs: hasSharedMemory() ? ["--disable-dev-shm-usage"] : [],
  });
}

/** A container's 64 MB are too few for a browser. */
function hasSharedMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync("/dev/shm");
    return bavail * bsize > 1e9;
  } catch {
    return false;
  }
}

/** On the hosted sign-in page. */
export async function fillInSignIn(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}
