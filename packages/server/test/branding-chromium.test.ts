/** Branded and translated pages in a real browser: nothing is refused, nothing scrolls sideways, axe is content. */
import {
  CreateManagedLoginBrandingCommand,
  CreateTermsCommand,
  SetUICustomizationCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { languages } from "../src/languages/language.ts";
import { png, svg } from "./support/brand-pictures.ts";
import { looks, openViewer, tooWide } from "./support/chromium.ts";
import { queryOf, type Stage } from "./support/hosted.ts";
import { byMail } from "./support/hosted-accounts.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { codeClient, createClient, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let browser: Browser;
let stage: Stage;

beforeAll(async () => {
  server = await startTestServer();
  browser = await launchBrowser();
});
beforeEach(async () => {
  const poolId = await createPool(server, { PoolName: "Boat club", ...byMail });
  const client = await createClient(server, poolId, { ...codeClient, ClientName: "Lakeside" });
  stage = { server, poolId, client, person: { username: "", password, sub: "" } };
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

const pathOf = (page: string, lang: string) => `${server.url}${page}?${queryOf(stage, { lang })}`;

/** Yellow on white would be read by nobody; as a button it is. */
const Settings = {
  components: {
    primaryButton: {
      lightMode: { defaults: { backgroundColor: "ffcc00ff" }, hover: { backgroundColor: "e6b800ff" } },
      darkMode: {
        defaults: { backgroundColor: "ffcc00ff", textColor: "1b1b1bff" },
        hover: { backgroundColor: "ffdd55ff" },
      },
    },
    pageBackground: { lightMode: { color: "fff8e1ff" }, darkMode: { color: "14110aff" } },
    form: {
      lightMode: { backgroundColor: "ffffffff" },
      darkMode: { backgroundColor: "231d10ff" },
      borderRadius: 16,
      logo: { location: "CENTER" },
    },
    pageText: { darkMode: { bodyColor: "fff8e1ff", headingColor: "ffffffff", descriptionColor: "d8cba6ff" } },
  },
  componentClasses: {
    buttons: { borderRadius: 24 },
    link: {
      lightMode: { defaults: { textColor: "7a5c00ff" } },
      darkMode: { defaults: { textColor: "ffd94dff" } },
    },
    focusState: { lightMode: { borderColor: "7a5c00ff" }, darkMode: { borderColor: "ffd94dff" } },
  },
};

async function dress(): Promise<void> {
  const { poolId: UserPoolId, client } = stage;
  await server.admin.send(
    new CreateManagedLoginBrandingCommand({
      UserPoolId,
      ClientId: client.clientId,
      Settings,
      Assets: [
        { Category: "FORM_LOGO", ColorMode: "DYNAMIC", Extension: "SVG", Bytes: svg },
        { Category: "FAVICON_SVG", ColorMode: "DYNAMIC", Extension: "SVG", Bytes: svg },
      ],
    }),
  );
  for (const TermsName of ["terms-of-use", "privacy-policy"]) {
    const Links = { "cognito:default": `https://example.com/${TermsName}` };
    const rest = { TermsSource: "LINK", Enforcement: "NONE" } as const;
    await server.admin.send(
      new CreateTermsCommand({ UserPoolId, ClientId: client.clientId, TermsName, Links, ...rest }),
    );
  }
}

test.each(looks)(
  "HP-02: a brand at $width × $height, $colorScheme, scripts: $javaScriptEnabled",
  async (shape) => {
    await dress();
    const viewer = await openViewer(browser, shape);
    const { page } = viewer;
    for (const [path, lang] of [
      ["/login", "de"],
      ["/signup", "ja"],
      ["/forgotPassword", "fr"],
    ] as const) {
      await page.goto(pathOf(path, lang));
      expect(await page.evaluate("document.querySelector('img.logo').naturalWidth")).toBe(160);
      const colour = await page.evaluate(
        "getComputedStyle(document.querySelector('.button')).backgroundColor",
      );
      expect(colour).toBe("rgb(255, 204, 0)");
      await viewer.look(`brand-${path.slice(1)}-${lang}`);
    }
    await page.goto(
      pathOf("/login", "fr").replace(/redirect_uri=[^&]*/, "redirect_uri=https%3A%2F%2Fevil.example"),
    );
    await page.getByRole("heading", { name: "Ce lien ne fonctionne pas" }).waitFor();
    await viewer.look("brand-error-fr");
    expect(viewer.complaints.filter((text) => !text.includes("400"))).toEqual([]);
    await viewer.close();
  },
);

test("HP-02: Cognito's classic classes dress the same page, which is light then", async () => {
  const CSS = `.banner-customizable { background-color: #2b1b5a; padding: 12px; }
    .submitButton-customizable { background-color: #5a2bb0; color: #fff; }
    .submitButton-customizable:hover { background-color: #43208a; }
    .label-customizable { font-weight: 400; } .inputField-customizable { border: 2px solid #5a2bb0; }`;
  await server.admin.send(new SetUICustomizationCommand({ UserPoolId: stage.poolId, CSS, ImageFile: png }));
  const viewer = await openViewer(browser, { ...looks[3], width: 390, height: 844 });
  await viewer.page.goto(pathOf("/login", "en"));
  await viewer.look("brand-classic");
  expect(await viewer.page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe(
    "rgb(250, 247, 240)",
  );
  expect(viewer.complaints).toEqual([]);
  await viewer.close();
});

test("no language breaks the layout of a phone, wrong answers included", async () => {
  await dress();
  const viewer = await openViewer(browser, { ...looks[0], width: 320, height: 640 });
  const { page } = viewer;
  for (const language of languages) {
    for (const path of ["/login", "/signup"]) {
      await page.goto(pathOf(path, language));
      await page.evaluate("for (const form of document.forms) form.noValidate = true");
      await page.locator("button[type=submit]").first().click();
      await page.locator("#error-summary").waitFor();
      expect([language, path, await tooWide(page)]).toEqual([language, path, 0]);
    }
    await page.screenshot({ path: `${viewer.pictures}/language-${language}-320.png`, fullPage: true });
  }
  expect(viewer.complaints).toEqual([]);
  await viewer.close();
});
