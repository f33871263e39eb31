/** Chromium as npm brings it. */
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as launcher, type Page } from "playwright-core";

/** Not with the package's own switches: they turn off the very checks that stories are about. */
export async function launchBrowser(...switches: readonly string[]): Promise<Browser> {
  const args = ["--no-sandbox", ...switches];
  return launcher.launch({ args, executablePath: await chromium.executablePath() });
}

/** On the hosted sign-in page. */
export async function fillInSignIn(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}
