/** AdminListUserAuthEvents and the feedback on events: pages, who may give it, and the tokens that nobody has. */
import {
  AdminDeleteUserCommand,
  AdminListUserAuthEventsCommand,
  AdminUpdateAuthEventFeedbackCommand,
  type FeedbackValueType,
  UpdateAuthEventFeedbackCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audited, eventsOf } from "./support/auth-events.ts";
import { expectFailure, passwordClient, signIn, unsigned } from "./support/people.ts";
import { createPerson, createPool } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let UserPoolId: string;
let ClientId: string;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server, audited);
  ClientId = await passwordClient(server, UserPoolId);
});
afterAll(() => server.close());

const nobodys = "00000000-0000-4000-8000-000000000000";
const addOn = "UserPoolAddOnNotEnabledException";
const addOnText = "User pool add-ons are not enabled.";

const list = (
  Username: string,
  page: { MaxResults?: number; NextToken?: string | undefined } = {},
  pool = UserPoolId,
) => server.admin.send(new AdminListUserAuthEventsCommand({ UserPoolId: pool, Username, ...page }));
const judge = (Username: string, EventId: string, FeedbackValue: FeedbackValueType, pool = UserPoolId) =>
  server.admin.send(
    new AdminUpdateAuthEventFeedbackCommand({ UserPoolId: pool, Username, EventId, FeedbackValue }),
  );
const judgeOwn = (Username: string, EventId: string, FeedbackToken: string, pool = UserPoolId) =>
  server.admin.send(
    new UpdateAuthEventFeedbackCommand({
      UserPoolId: pool,
      Username,
      EventId,
      FeedbackToken,
      FeedbackValue: "Valid",
    }),
  );

/** Signs in `times` times, a second apart: the ids of the events, newest first. */
async function attempts(name: string, times: number): Promise<readonly string[]> {
  await createPerson(server, UserPoolId, name);
  for (let i = 0; i < times; i++) {
    server.advance(1);
    await signIn(server, ClientId, name);
  }
  return (await eventsOf(server, UserPoolId, name)).map(({ EventId = "" }) => EventId);
}

describe("the list of a person's events", () => {
  test("comes in pages, newest first", async () => {
    const ids = await attempts("ada", 5);
    const first = await list("ada", { MaxResults: 2 });
    const second = await list("ada", { MaxResults: 2, NextToken: first.NextToken });
    const third = await list("ada", { MaxResults: 2, NextToken: second.NextToken });
    const pages = [first, second, third].map(({ AuthEvents = [] }) =>
      AuthEvents.map(({ EventId }) => EventId),
    );
    expect(pages).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    expect(third.NextToken).toBeUndefined();
    const dates = (await list("ada", { MaxResults: 0 })).AuthEvents?.map(({ CreationDate }) => CreationDate);
    expect(dates).toHaveLength(5);
    expect(dates).toEqual(dates?.toSorted((one, other) => Number(other) - Number(one)));
  });

  test("is of that person alone, and gone with them", async () => {
    await attempts("bea", 1);
    await createPerson(server, UserPoolId, "ben");
    expect((await list("ben")).AuthEvents).toEqual([]);
    await server.admin.send(new AdminDeleteUserCommand({ UserPoolId, Username: "bea" }));
    await createPerson(server, UserPoolId, "bea");
    expect((await list("bea")).AuthEvents).toEqual([]);
  });

  test("is of every attempt since the person was made, whenever the add-on was turned on", async () => {
    const pool = await createPool(server);
    await createPerson(server, pool, "cleo");
    await signIn(server, await passwordClient(server, pool), "cleo");
    await expectFailure(list("cleo", {}, pool), addOn, addOnText);
    await server.admin.send(new UpdateUserPoolCommand({ UserPoolId: pool, ...audited }));
    expect((await list("cleo", {}, pool)).AuthEvents).toHaveLength(1);
  });

  test("AP-12: takes no page token of another list, and no page of more than sixty", async () => {
    await attempts("dora", 2);
    await attempts("dana", 2);
    const { NextToken } = await list("dora", { MaxResults: 1 });
    for (const token of [NextToken, "made-up"]) {
      const call = list("dana", { NextToken: token });
      await expectFailure(call, "InvalidParameterException", "Invalid pagination token given.");
    }
    await expectFailure(list("dora", { MaxResults: 61 }), "InvalidParameterException");
  });
});

describe("feedback", () => {
  test("of an administrator is kept with the event, and the newest counts", async () => {
    const [newest = "", older = ""] = await attempts("emma", 2);
    const { $metadata: _, ...answer } = await judge("emma", older, "Valid");
    expect(answer).toEqual({});
    server.advance(60);
    await judge("emma", older, "Invalid");
    const found = await eventsOf(server, UserPoolId, "emma");
    expect(found.map(({ EventId, EventFeedback }) => [EventId, EventFeedback])).toEqual([
      [newest, undefined],
      [older, { FeedbackValue: "Invalid", Provider: "Admin", FeedbackDate: new Date(server.clock.now()) }],
    ]);
  });

  test("AP-06: is of an event of that person", async () => {
    const [id = ""] = await attempts("fay", 1);
    await attempts("fern", 1);
    for (const [name, event] of [
      ["fern", id],
      ["fay", nobodys],
    ] as const) {
      const call = judge(name, event, "Valid");
      await expectFailure(call, "ResourceNotFoundException", "Event does not exist.");
    }
    const [event] = await eventsOf(server, UserPoolId, "fay");
    expect(event?.EventFeedback).toBeUndefined();
  });

  test("of a person needs a token that nobody was given, so each one is refused alike", async () => {
    const [id = ""] = await attempts("gina", 1);
    for (const [name, event] of [
      ["gina", id],
      ["gina", nobodys],
      ["nobody", id],
    ] as const) {
      for (const token of ["made-up", "eyJhbGciOiJIUzI1NiJ9.e30.x"]) {
        const call = judgeOwn(name, event, token);
        await expectFailure(call, "NotAuthorizedException", "Invalid feedback token.");
      }
    }
    const [event] = await eventsOf(server, UserPoolId, "gina");
    expect(event?.EventFeedback).toBeUndefined();
  });
});

describe("who is refused", () => {
  test("whoever asks a pool without the add-on", async () => {
    const pool = await createPool(server);
    await createPerson(server, pool, "hana");
    const calls = [
      list("hana", {}, pool),
      judge("hana", nobodys, "Valid", pool),
      judgeOwn("hana", nobodys, "x", pool),
    ];
    await Promise.all(calls.map((call) => expectFailure(call, addOn, addOnText)));
  });

  test("AP-09: whoever names a person or a pool that is not there", async () => {
    await expectFailure(list("nobody"), "UserNotFoundException", "User does not exist.");
    await expectFailure(judge("nobody", nobodys, "Valid"), "UserNotFoundException", "User does not exist.");
    const nowhere = "us-east-1_nowhere";
    const calls = [
      list("ada", {}, nowhere),
      judge("ada", nobodys, "Valid", nowhere),
      judgeOwn("ada", nobodys, "x", nowhere),
    ];
    await Promise.all(
      calls.map((call) =>
        expectFailure(call, "ResourceNotFoundException", `User pool ${nowhere} does not exist.`),
      ),
    );
  });

  test("AP-03: whoever calls an administrator's operation without a signature", async () => {
    const body = { UserPoolId, Username: "ada", EventId: nobodys, FeedbackValue: "Valid" };
    for (const operation of ["AdminListUserAuthEvents", "AdminUpdateAuthEventFeedback"]) {
      expect(await unsigned(server, operation, body)).toBe("MissingAuthenticationTokenException");
    }
  });
});
