/** How an app's pages look: the operations, what they refuse, and what becomes of it on the pages. */
import {
  CreateManagedLoginBrandingCommand,
  type CreateManagedLoginBrandingCommandInput,
  DeleteManagedLoginBrandingCommand,
  DeleteUserPoolClientCommand,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeManagedLoginBrandingCommand,
  GetUICustomizationCommand,
  SetUICustomizationCommand,
  type SetUICustomizationCommandInput,
  UpdateManagedLoginBrandingCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { jpeg, png, svg } from "./support/brand-pictures.ts";
import { browserOf, queryOf, type Stage, setStage } from "./support/hosted.ts";
import { expectFailure, unsigned } from "./support/people.ts";
import { createClient } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let stage: Stage;
let UserPoolId: string;
let ClientId: string;

beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  stage = await setStage(server);
  UserPoolId = stage.poolId;
  ClientId = stage.client.clientId;
});
afterAll(() => server.close());

const nobody = "us-east-1_nobody123";
const noStyle = "11111111-1111-4111-8111-111111111111";

const login = async (path = `/login?${queryOf(stage)}`) => (await browserOf(stage).get(path)).html;
const styleOf = (html: string) => /href="(\/_brand\/[^"]*\.css)"/.exec(html)?.[1];
const logoOf = (html: string) => /<img class="logo" src="([^"]*)"/.exec(html)?.[1];
const load = (path = "") => fetch(server.url + path);

describe("SetUICustomization", () => {
  const set = async (input: Partial<SetUICustomizationCommandInput>) =>
    (await server.admin.send(new SetUICustomizationCommand({ UserPoolId, ...input }))).UICustomization;
  const get = async (client?: string) =>
    (
      await server.admin.send(
        new GetUICustomizationCommand({ UserPoolId, ...(client && { ClientId: client }) }),
      )
    ).UICustomization;
  const CSS = ".submitButton-customizable { background-color: rgb(200, 30, 90); }";

  test("dresses every app of the pool, and an app by itself, whose own counts", async () => {
    expect([await get(), await get(ClientId)]).toEqual([{}, {}]);
    const made = await set({ CSS, ImageFile: png });
    expect(made).toMatchObject({ UserPoolId, ClientId: "ALL", CSS, CSSVersion: expect.any(String) });
    expect(await get(ClientId)).toEqual(made);
    const html = await login();
    expect(await (await load(styleOf(html))).text()).toContain(
      ".button:not(.quiet) { background-color: rgb(200, 30, 90); }",
    );
    expect(made?.ImageUrl).toBe(server.url + logoOf(html));
    expect(html).toContain('alt="stories"');

    await set({ ClientId, CSS: ".label-customizable { color: navy }" });
    const own = await login();
    expect(logoOf(own)).toBeUndefined();
    expect(await (await load(styleOf(own))).text()).toContain(".field > label { color: navy; }");
    // With nothing given, the app has none of its own any more.
    await set({ ClientId });
    expect(logoOf(await login())).toBe(logoOf(html));
  });

  test("serves the picture as what it is, for ever, and nothing else", async () => {
    await set({ ImageFile: jpeg });
    const path = logoOf(await login()) ?? "";
    const picture = await load(path);
    expect(picture.status).toBe(200);
    expect(new Uint8Array(await picture.arrayBuffer())).toEqual(jpeg);
    expect(Object.fromEntries(picture.headers)).toMatchObject({
      "content-type": "image/jpeg",
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      "cross-origin-resource-policy": "same-origin",
    });
    for (const other of [
      path.replace(".jpeg", ".svg"),
      path.replace(".jpeg", ".html"),
      path.replace(/[^/]*$/, "..%2f..%2fstyle.css"),
      path.replace("/classic/", "/managed/"),
      path.replace(UserPoolId, nobody),
    ]) {
      expect((await load(other)).status).toBe(404);
    }
  });

  test.each([
    ["CSS that loads something", { CSS: "@import url(//evil.example);" }, "Invalid CSS: @ is not allowed."],
    [
      "CSS beyond the classes",
      { CSS: "body { color: red }" },
      "Invalid CSS: body is not a customizable class.",
    ],
    [
      "a picture of another kind",
      { ImageFile: new TextEncoder().encode("GIF89a") },
      "The image must be a PNG or JPEG file.",
    ],
    ["a drawing", { ImageFile: svg }, "The image must be a PNG or JPEG file."],
    [
      "more than 100 KB",
      { ImageFile: new Uint8Array([...png, ...new Uint8Array(102_400)]) },
      "The image must not be larger than 100 KB.",
    ],
  ])("HP-03: refuses %s", async (_what, input, message) => {
    await expectFailure(set(input), "InvalidParameterException", message);
    expect(styleOf(await login())).toBeUndefined();
  });

  test("refuses pools and apps that are not there, and callers who did not sign", async () => {
    await expectFailure(set({ UserPoolId: nobody, CSS }), "ResourceNotFoundException");
    await expectFailure(set({ ClientId: "nobody", CSS }), "ResourceNotFoundException");
    await expectFailure(get("nobody"), "ResourceNotFoundException");
    for (const operation of ["SetUICustomization", "GetUICustomization"]) {
      expect(await unsigned(server, operation, { UserPoolId })).toMatch(/Authentication/);
    }
  });
});

describe("a managed login's branding", () => {
  const Settings = {
    components: { primaryButton: { lightMode: { defaults: { backgroundColor: "ffcc00ff" } } } },
    categories: { form: { displayGraphics: true } },
  };
  const create = async (input: Partial<CreateManagedLoginBrandingCommandInput> = {}) => {
    const command = new CreateManagedLoginBrandingCommand({ UserPoolId, ClientId, ...input });
    return (await server.admin.send(command)).ManagedLoginBranding ?? {};
  };
  const logo = { Category: "FORM_LOGO", ColorMode: "LIGHT", Extension: "PNG", Bytes: png } as const;
  const night = { ...logo, ColorMode: "DARK", Extension: "SVG", Bytes: svg } as const;

  test("is answered as it was made, by its id and by its app, and dresses the pages", async () => {
    const made = await create({ Settings, Assets: [logo, night] });
    const { ManagedLoginBrandingId } = made;
    expect(made).toMatchObject({ UserPoolId, UseCognitoProvidedValues: false, Settings });
    expect(made.Assets?.map(({ Category, ColorMode }) => [Category, ColorMode])).toEqual([
      ["FORM_LOGO", "LIGHT"],
      ["FORM_LOGO", "DARK"],
    ]);
    const byId = new DescribeManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId });
    expect((await server.admin.send(byId)).ManagedLoginBranding).toEqual(made);
    const byClient = new DescribeManagedLoginBrandingByClientCommand({ UserPoolId, ClientId });
    expect((await server.admin.send(byClient)).ManagedLoginBranding).toEqual(made);
    const html = await login();
    const css = await (await load(styleOf(html))).text();
    expect(css).toContain("--button: #ffcc00ff; --on-button: #000000;");
    expect(css).toContain("@media (prefers-color-scheme: dark)");
    expect(html).toMatch(/<source srcset="[^"]*\.svg" media="\(prefers-color-scheme: dark\)"\/>/);
    expect(logoOf(html)).toMatch(/\.png$/);
  });

  test("tells with ReturnMergedResources what it leaves as it is", async () => {
    const { ManagedLoginBrandingId } = await create({ Settings });
    const command = new DescribeManagedLoginBrandingCommand({
      UserPoolId,
      ManagedLoginBrandingId,
      ReturnMergedResources: true,
    });
    const merged = (await server.admin.send(command)).ManagedLoginBranding?.Settings;
    expect(merged).toMatchObject(Settings);
    expect(merged).toMatchObject({ components: { pageText: { lightMode: { bodyColor: "10222bff" } } } });
  });

  test("is changed where something is given, and a page shows it at once", async () => {
    const { ManagedLoginBrandingId } = await create({ Settings, Assets: [logo] });
    const before = await login();
    const update = (input: object) =>
      server.admin.send(
        new UpdateManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId, ...input }),
      );
    const darker = { categories: { global: { colorSchemeMode: "DARK" } } };
    const { ManagedLoginBranding } = await update({ Settings: darker });
    expect(ManagedLoginBranding).toMatchObject({ Settings: darker, Assets: [{ Category: "FORM_LOGO" }] });
    const after = await login();
    expect(styleOf(after)).not.toBe(styleOf(before));
    expect(after).toContain('<meta name="color-scheme" content="dark"/>');
    expect(logoOf(after)).toBe(logoOf(before));
    // A page that was open has the new style, and does not keep it under the old name.
    expect((await load(styleOf(before))).headers.get("cache-control")).toBe("no-store");
    await update({ UseCognitoProvidedValues: true });
    expect(styleOf(await login())).toBeUndefined();
    await server.admin.send(new DeleteManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId }));
    await expectFailure(
      update({ Settings }),
      "ResourceNotFoundException",
      "Managed login branding does not exist.",
    );
  });

  test("is one for an app, and twenty for a pool", async () => {
    await create({ Settings });
    await expectFailure(create({ Settings }), "ManagedLoginBrandingExistsException");
    for (let made = 1; made < 20; made++) {
      await create({ ClientId: (await createClient(server, UserPoolId)).clientId });
    }
    const last = (await createClient(server, UserPoolId)).clientId;
    await expectFailure(create({ ClientId: last }), "LimitExceededException");
  });

  test("goes with its app", async () => {
    const { ManagedLoginBrandingId } = await create({ Settings });
    await server.admin.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
    const command = new DescribeManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId });
    await expectFailure(server.admin.send(command), "ResourceNotFoundException");
  });

  test.each([
    ["values twice", { UseCognitoProvidedValues: true, Settings: {} }, /UseCognitoProvidedValues/],
    [
      "a colour that is none",
      { Settings: { components: { form: { lightMode: { backgroundColor: "red;}" } } } } },
      /components.form.lightMode.backgroundColor/,
    ],
    [
      "a picture that is none",
      { Assets: [{ ...logo, Bytes: new TextEncoder().encode("<html>") }] },
      /FORM_LOGO/,
    ],
    [
      "a drawing that runs",
      { Assets: [{ ...night, Bytes: new TextEncoder().encode("<svg onload=alert(1)>") }] },
      /FORM_LOGO/,
    ],
    [
      "an icon as a logo",
      { Assets: [{ ...logo, Extension: "ICO", Bytes: Uint8Array.of(0, 0, 1, 0) }] },
      /FORM_LOGO/,
    ],
    ["an asset twice", { Assets: [logo, logo] }, /more than once/],
  ])("HP-03: refuses %s", async (_what, input, message) => {
    await expect(create(input as Partial<CreateManagedLoginBrandingCommandInput>)).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: expect.stringMatching(message),
    });
  });

  test("refuses what is not there, and callers who did not sign", async () => {
    await expectFailure(create({ UserPoolId: nobody }), "ResourceNotFoundException");
    await expectFailure(create({ ClientId: "nobody" }), "ResourceNotFoundException");
    const id = { UserPoolId, ManagedLoginBrandingId: noStyle };
    for (const command of [
      new DescribeManagedLoginBrandingCommand(id),
      new DeleteManagedLoginBrandingCommand(id),
      new DescribeManagedLoginBrandingByClientCommand({ UserPoolId, ClientId }),
    ]) {
      // Each of the three is a command of the same client.
      await expectFailure(
        server.admin.send(command as DescribeManagedLoginBrandingCommand),
        "ResourceNotFoundException",
      );
    }
    await expectFailure(
      server.admin.send(new UpdateManagedLoginBrandingCommand({ UserPoolId })),
      "InvalidParameterException",
    );
    await expectFailure(
      server.admin.send(new UpdateManagedLoginBrandingCommand({ ManagedLoginBrandingId: noStyle })),
      "InvalidParameterException",
    );
    for (const operation of ["Create", "Describe", "Update", "Delete"].map(
      (verb) => `${verb}ManagedLoginBranding`,
    )) {
      expect(await unsigned(server, operation, { ...id, ClientId })).toMatch(/Authentication/);
    }
    expect(await unsigned(server, "DescribeManagedLoginBrandingByClient", { UserPoolId, ClientId })).toMatch(
      /Authentication/,
    );
  });
});
