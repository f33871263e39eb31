import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AnyOperationName, anyOperations, type Input } from "./any-operation.ts";
import { constraints } from "./constraints.ts";
import { operations } from "./operations.ts";
import { poolhouseConstraints } from "./poolhouse.ts";
import type { Shape } from "./shape.ts";
import { type ValidationFailure, validate } from "./validate.ts";

const poolId = "us-east-1_abcDEF123";
const longName = "x".repeat(129);
const usernamePattern = "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+";

describe("good input", () => {
  it("comes back as a fresh object with the known members only", () => {
    const body = { UserPoolId: poolId, Username: "ada", IsAdmin: true };
    const input = good("AdminGetUser", body);
    expect(input).toEqual({ UserPoolId: poolId, Username: "ada" });
    expect(input).not.toBe(body);
  });

  it("has the type of the operation's input", () => {
    const input: Input<"AdminGetUser"> = good("AdminGetUser", { UserPoolId: poolId, Username: "ada" });
    expect(input.Username).toBe("ada");
    // @ts-expect-error: another operation's member
    expect(input.PoolName).toBeUndefined();
  });

  it("treats null as absent", () => {
    const input = good("SignUp", {
      ClientId: "abc",
      Username: "ada",
      UserAttributes: null,
      ClientMetadata: { a: null },
    });
    expect(input).toEqual({ ClientId: "abc", Username: "ada", ClientMetadata: {} });
    expect(Object.hasOwn(input, "UserAttributes")).toBe(false);
  });

  it("keeps documents as they are", () => {
    const Settings = { components: { list: [1, null, { deep: true }] } };
    const input = good("CreateManagedLoginBranding", { UserPoolId: poolId, ClientId: "abc", Settings });
    expect(input.Settings).toEqual(Settings);
  });

  it("may name the flow that the documentation has and the model lacks", () => {
    const ExplicitAuthFlows = ["ALLOW_CLIENT_TOKEN_AUTH"];
    const input = good("CreateUserPoolClient", { UserPoolId: poolId, ClientName: "m", ExplicitAuthFlows });
    expect(input.ExplicitAuthFlows).toEqual(ExplicitAuthFlows);
  });

  it("may carry a session of 4096 characters", () => {
    const body = { ClientId: "abc", ChallengeName: "SMS_MFA", Session: "s".repeat(4096) };
    expect(validate("RespondToAuthChallenge", body).ok).toBe(true);
    expect(validate("RespondToAuthChallenge", { ...body, Session: "s".repeat(4097) }).ok).toBe(false);
  });
});

describe("wrong JSON", () => {
  it.each([
    [undefined, "Unexpected end of input"],
    [[], "Start of list found where not expected"],
    ["{}", "STRING_VALUE can not be converted to a Structure"],
    [{ UserPoolId: 5 }, "NUMBER_VALUE can not be converted to a String"],
    [{ UserPoolId: true }, "TRUE_VALUE can not be converted to a String"],
    [{ UserPoolId: {} }, "Start of structure or map found where not expected."],
    [{ Limit: "5" }, "STRING_VALUE can not be converted to an Integer"],
    [{ Limit: 5.5 }, "NUMBER_VALUE can not be converted to an Integer"],
    [{ Limit: 2 ** 31 }, "NUMBER_VALUE can not be converted to an Integer"],
    [{ AttributesToGet: "email" }, "STRING_VALUE can not be converted to a List"],
    [{ AttributesToGet: [5] }, "NUMBER_VALUE can not be converted to a String"],
  ])("%j is a serialization failure", (body, message) => {
    expect(bad("ListUsers", body)).toEqual({ kind: "serialization", message });
  });

  it("outranks every constraint, wherever it stands", () => {
    expect(bad("AdminGetUser", { UserPoolId: "", Username: 5 }).kind).toBe("serialization");
  });

  it("includes a blob that is not base64", () => {
    const body = { UserPoolId: poolId, ImageFile: "no base64!" };
    expect(bad("SetUICustomization", body).kind).toBe("serialization");
  });
});

describe("a constraint that is not met", () => {
  const firstPart = "1 validation error detected: ";

  it("names the member by its path in lower camel case", () => {
    expect(invalid("AdminGetUser", { Username: "ada" })).toBe(
      `${firstPart}Value null at 'userPoolId' failed to satisfy constraint: Member must not be null`,
    );
  });

  it("shows the value", () => {
    expect(invalid("ListUsers", { UserPoolId: poolId, Limit: 61 })).toBe(
      `${firstPart}Value '61' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 60`,
    );
  });

  it("counts and lists several in the model's order, nulls among them", () => {
    expect(invalid("ListUsers", { Limit: -1, UserPoolId: null, PaginationToken: "" })).toBe(
      "4 validation errors detected: " +
        "Value null at 'userPoolId' failed to satisfy constraint: Member must not be null; " +
        "Value '-1' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 0; " +
        "Value '' at 'paginationToken' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
        "Value '' at 'paginationToken' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\S]+",
    );
  });

  it("never shows a sensitive value, nor that it was null", () => {
    expect(invalid("AdminGetUser", { UserPoolId: poolId, Username: longName })).toBe(
      `${firstPart}Value at 'username' failed to satisfy constraint: Member must have length less than or equal to 128`,
    );
    expect(invalid("AdminGetUser", { UserPoolId: poolId })).toBe(
      `${firstPart}Value at 'username' failed to satisfy constraint: Member must not be null`,
    );
    expect(invalid("SignUp", { ClientId: "abc", Username: "a", Password: "hunter 2" })).toBe(
      `${firstPart}Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\S]+`,
    );
  });

  it("matches patterns against the whole value, with Java's idea of white space", () => {
    expect(invalid("AdminGetUser", { UserPoolId: `${poolId}\n`, Username: "a b" })).toBe(
      "2 validation errors detected: " +
        `Value '${poolId}\n' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w-]+_[0-9a-zA-Z]+; ` +
        `Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: ${usernamePattern}`,
    );
    expect(validate("SignUp", { ClientId: "abc", Username: "a", Password: "a\u00a0b" }).ok).toBe(true);
  });

  it("lists the values of an enum", () => {
    expect(invalid("AdminCreateUser", { UserPoolId: poolId, Username: "a", MessageAction: "SEND" })).toBe(
      `${firstPart}Value 'SEND' at 'messageAction' failed to satisfy constraint: Member must satisfy enum value set: [RESEND, SUPPRESS]`,
    );
  });

  it("counts from one into lists of structures", () => {
    const UserAttributes = [{ Name: "email", Value: "a@b.c" }, { Name: "" }, { Value: "x" }];
    const problems = invalid("SignUp", { ClientId: "abc", Username: "a", UserAttributes });
    expect(problems).toContain(
      "Value '' at 'userAttributes.2.member.name' failed to satisfy constraint: Member must have length",
    );
    expect(problems).toContain(
      "Value null at 'userAttributes.3.member.name' failed to satisfy constraint: Member must not be null",
    );
  });

  it("tells all constraints of a list's elements at once", () => {
    const ClientName = "web";
    const AllowedOAuthFlows = ["code", "hybrid"];
    expect(invalid("CreateUserPoolClient", { UserPoolId: poolId, ClientName, AllowedOAuthFlows })).toBe(
      `${firstPart}Value '[code, hybrid]' at 'allowedOAuthFlows' failed to satisfy constraint: ` +
        "Member must satisfy constraint: [Member must satisfy enum value set: [code, implicit, client_credentials]]",
    );
  });

  it("refuses null inside a list", () => {
    expect(invalid("ListUsers", { UserPoolId: poolId, AttributesToGet: ["email", null] })).toBe(
      `${firstPart}Value null at 'attributesToGet.2.member' failed to satisfy constraint: Member must not be null`,
    );
  });

  it("measures lists and maps with the words for length", () => {
    const CustomAttributes = Array.from({ length: 26 }, () => ({ Name: "a" }));
    expect(invalid("AddCustomAttributes", { UserPoolId: poolId, CustomAttributes })).toBe(
      `${firstPart}Value at 'customAttributes' failed to satisfy constraint: Member must have length less than or equal to 25`,
    );
  });

  it("tells a map's keys from its values", () => {
    const body = {
      UserPoolId: poolId,
      ClientId: "abc",
      ClaimMap: { "": "custom:UAID", UAID: "x".repeat(33) },
    };
    expect(invalid("SetUserPoolClientTokenOptions", body)).toBe(
      "2 validation errors detected: " +
        `Value '{=custom:UAID, UAID=${"x".repeat(33)}}' at 'claimMap' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 64, Member must have length greater than or equal to 1]; ` +
        `Value '{=custom:UAID, UAID=${"x".repeat(33)}}' at 'claimMap' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 32, Member must have length greater than or equal to 1]`,
    );
  });

  it("names the key on the way into a map of structures", () => {
    const AcrConfiguration = { Level1: { AcrValue: "" } };
    expect(invalid("CreateUserPool", { PoolName: "p", AcrConfiguration })).toContain(
      "Value '' at 'acrConfiguration.Level1.member.acrValue' failed to satisfy constraint: ",
    );
  });

  it("measures a blob in bytes and does not print it", () => {
    const ImageFile = Buffer.alloc(131_073).toString("base64");
    expect(invalid("SetUICustomization", { UserPoolId: poolId, ImageFile })).toBe(
      `${firstPart}Value at 'imageFile' failed to satisfy constraint: Member must have length less than or equal to 131072`,
    );
    const largest = Buffer.alloc(131_072).toString("base64");
    expect(validate("SetUICustomization", { UserPoolId: poolId, ImageFile: largest }).ok).toBe(true);
  });

  it("keeps the message short however much is wrong", () => {
    const UserAttributes = Array.from({ length: 5000 }, () => ({ Name: "x".repeat(100) }));
    const problems = invalid("SignUp", { ClientId: "a", Username: "a", UserAttributes });
    expect(problems).toMatch(/^5000 validation errors detected: /);
    expect(problems.length).toBeLessThan(10_000);
    expect(invalid("ListUsers", { UserPoolId: poolId, Filter: "f".repeat(100_000) }).length).toBeLessThan(
      2000,
    );
  });
});

describe("hostile input", () => {
  it("AP-04: keys that name a prototype have no effect", () => {
    const body: unknown = JSON.parse(`{
      "__proto__": { "UserPoolId": "us-east-1_evil" }, "ClientId": "abc", "AuthFlow": "USER_AUTH",
      "AuthParameters": { "__proto__": "x", "constructor": "y", "USERNAME": "ada" }
    }`);
    const input = good("InitiateAuth", body);
    expect(Object.getPrototypeOf(input)).toBe(Object.prototype);
    expect(input.AuthParameters).toEqual({ constructor: "y", USERNAME: "ada" });
    expect(
      good("InitiateAuth", { ClientId: "a", AuthFlow: "USER_AUTH", AuthParameters: {} }).AuthParameters,
    ).not.toHaveProperty("toString");
  });

  it("AP-04: members are read from the object itself, not from its prototype", () => {
    const inherited: unknown = Object.create({ UserPoolId: poolId, Username: "ada" });
    expect(bad("AdminGetUser", inherited).kind).toBe("invalid");
  });

  it("AP-04: a document drops __proto__ and may be 32 deep", () => {
    const Credential: unknown = JSON.parse(`{ "id": "a", "response": { "__proto__": { "isAdmin": true } } }`);
    const input = good("CompleteWebAuthnRegistration", { AccessToken: "a", Credential });
    expect(JSON.stringify(input.Credential)).toBe(`{"id":"a","response":{}}`);
    const nested = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth));
    expect(validate("CompleteWebAuthnRegistration", { AccessToken: "a", Credential: nested(32) }).ok).toBe(
      true,
    );
    expect(bad("CompleteWebAuthnRegistration", { AccessToken: "a", Credential: nested(33) }).kind).toBe(
      "serialization",
    );
  });

  it("a megabyte of anything is answered", () => {
    const million = 1_000_000;
    const message = `${"{##".repeat(6_600)} \u0000`;
    for (const text of ["a", "@", "_", "{####}", "\u{1f600}"].map((part) =>
      part.repeat(million / part.length),
    )) {
      expect(bad("SetRiskConfiguration", riskConfiguration(`${text} `)).kind).toBe("invalid");
      expect(bad("ListUsers", { UserPoolId: text, PaginationToken: `${text} ` }).kind).toBe("invalid");
    }
    const VerificationMessageTemplate = {
      EmailMessageByLink: message,
      EmailMessage: `${"{####}".repeat(3_300)}\u0000`,
    };
    expect(bad("CreateUserPool", { PoolName: "p", VerificationMessageTemplate }).kind).toBe("invalid");
  });

  it("any JSON for any operation is answered with known members only", () => {
    const names = Object.keys(anyOperations) as AnyOperationName[]; // `as` is true: the record has these keys
    const calls = fc
      .constantFrom(...names)
      .chain((name) => nearly(anyOperations[name].input).map((body) => ({ name, body })));
    let accepted = 0;
    const property = fc.property(calls, ({ name, body }) => {
      const result = validate(name, body);
      if (result.ok) {
        accepted++;
        expectKnown(anyOperations[name].input, result.input);
      } else expect(result.failure.message).not.toBe("");
    });
    fc.assert(property, { numRuns: 1000 });
    expect(accepted).toBeGreaterThan(0);
  });
});

describe("the model", () => {
  it("has 140 operations of Cognito's and 16 of our own, each with an input that the validator understands", () => {
    const names = Object.keys(anyOperations) as AnyOperationName[]; // `as` is true: the record has these keys
    expect(Object.keys(operations)).toHaveLength(140);
    expect(names).toHaveLength(156);
    for (const name of names) {
      expect(shapeOf(anyOperations[name].input).type).toBe("structure");
      expect(bad(name, []).kind).toBe("serialization");
    }
  });

  it("asks for the credentials that AWS asks for", () => {
    const count = (auth: string) => Object.values(operations).filter((row) => row.auth === auth).length;
    expect(["SIGV4", "TOKEN", "TOKEN|SESSION", "PUBLIC"].map(count)).toEqual([105, 22, 2, 11]);
  });
});

function good<O extends AnyOperationName>(operation: O, body: unknown): Input<O> {
  const result = validate(operation, body);
  if (!result.ok) throw new Error(result.failure.message);
  return result.input;
}

function bad(operation: AnyOperationName, body: unknown): ValidationFailure {
  const result = validate(operation, body);
  if (result.ok) throw new Error("was accepted");
  return result.failure;
}

function invalid(operation: AnyOperationName, body: unknown): string {
  const { kind, message } = bad(operation, body);
  expect(kind).toBe("invalid");
  return message;
}

function riskConfiguration(From: string): unknown {
  const NotifyConfiguration = { From, SourceArn: "arn:aws:ses:us-east-1:123456789012:identity/a" };
  const AccountTakeoverRiskConfiguration = { NotifyConfiguration, Actions: {} };
  return { UserPoolId: poolId, AccountTakeoverRiskConfiguration };
}

function shapeOf(name: string): Shape {
  const shape = constraints[name] ?? poolhouseConstraints[name];
  if (shape === undefined) throw new Error(name);
  return shape;
}

/** JSON that is often, not always, what the shape asks for, with members that nobody knows. */
function nearly(name: string): fc.Arbitrary<unknown> {
  const right = nearlyRight(shapeOf(name));
  return fc.oneof({ weight: 30, arbitrary: right }, { weight: 1, arbitrary: fc.jsonValue() });
}

function nearlyRight(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.type) {
    case "structure": {
      const members = Object.entries(shape.members).map(([name, target]) => [name, nearly(target)] as const);
      const unknownMembers = fc.dictionary(
        fc.constantFrom("__proto__", "constructor", "Extra"),
        fc.jsonValue(),
      );
      return fc
        .tuple(fc.record(Object.fromEntries(members)), unknownMembers)
        .map(([a, b]) => ({ ...b, ...a }));
    }
    case "list":
      return fc.array(nearly(shape.of), { minLength: shape.min ?? 0, maxLength: 3 });
    case "map":
      return fc.dictionary(fc.constantFrom("__proto__", "a", "Level1"), nearly(shape.value), { maxKeys: 3 });
    case "string":
      if (shape.enum !== undefined) return fc.constantFrom(...shape.enum);
      return fc.constantFrom(
        "a",
        "us-east-1_a",
        "a".repeat(24),
        "arn:aws:iam::123456789012:role/a",
        "123456",
      );
    case "integer":
    case "long":
      return fc.constant(shape.max ?? 1);
    case "boolean":
      return fc.boolean();
    case "blob":
      return fc.constant("aGk=");
    default:
      return fc.jsonValue();
  }
}

function expectKnown(name: string, value: unknown): void {
  const shape = shapeOf(name);
  if (shape.type === "structure") {
    const members = new Map(Object.entries(shape.members));
    for (const [key, inner] of Object.entries(Object(value))) {
      const target = members.get(key);
      if (target === undefined) throw new Error(`${name} has no member ${key}`);
      expectKnown(target, inner);
    }
  }
  if (shape.type === "list") for (const item of Object.values(Object(value))) expectKnown(shape.of, item);
  if (shape.type === "map") {
    expect(Object.hasOwn(Object(value), "__proto__")).toBe(false);
    for (const item of Object.values(Object(value))) expectKnown(shape.value, item);
  }
}
