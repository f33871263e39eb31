/** `poolhouse keys`: the access keys that sign API requests, in the database itself, so that nobody is locked out. */
import { ApiFailure } from "../../core/failures.ts";
import type { World } from "../../core/ports.ts";
import type { AccessKeyScopeType, AccessKeyType } from "../../model/poolhouse.ts";
import { callOperation } from "../../operations/call.ts";
import { type Arguments, readArguments } from "../arguments.ts";
import { columns } from "../columns.ts";
import { type Command, CommandFailure, usageFailure } from "../command.ts";
import { withData } from "../open-data.ts";
import { printable, type Terminal } from "../terminal.ts";

const help = `poolhouse keys list | create | delete <access-key-id> [flags]

The keys that sign requests to the JSON API (SigV4). Works beside a running
server, which knows of the change at once.

  list                   Every key, without its secret
  create                 Makes a key and prints its secret, this once
    --scope <scope>        ALL, or READ_ONLY: look without touching
    --pool <id>            Everything, but in this pool only
    --description <text>   For your own memory
  delete <id>            Takes a key back; the last with scope ALL stays

  --data <folder>        The data folder of the server [POOLHOUSE_DATA],
                         if it is not in POOLHOUSE_DATABASE_URL
  --json                 Print JSON`;

type Action = (world: World, given: Arguments, terminal: Terminal) => Promise<void>;

export const keysCommand: Command = {
  help: () => help,
  async run([name = "", ...args], terminal) {
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (action === undefined) {
      const what = name === "" ? "keys was not told what to do." : `keys ${printable(name)} is not known.`;
      throw usageFailure(what, "It is one of list, create and delete.", "See: poolhouse keys --help");
    }
    const given = readArguments(args, {
      command: `poolhouse keys ${name}`,
      switches: ["json"],
      values: action.values,
      words: action.words,
    });
    action.check?.(given);
    await withData(given.value("data"), terminal.environment, ({ world }) =>
      action.run(world, given, terminal).catch(refuse),
    );
    return 0;
  },
};

interface ActionRow {
  readonly values: readonly string[];
  readonly words: readonly string[];
  /** Throws for a wrong usage, before the data is opened. */
  readonly check?: (given: Arguments) => void;
  readonly run: Action;
}

const actions: Readonly<Record<string, ActionRow>> = {
  list: { values: ["data"], words: [], run: list },
  create: { values: ["data", "scope", "pool", "description"], words: [], check: scopeOf, run: create },
  delete: { values: ["data"], words: ["access key id"], run: remove },
};

async function list(world: World, given: Arguments, { print }: Terminal): Promise<void> {
  const { AccessKeys } = await callOperation(world, "ListAccessKeys", {});
  if (given.has("json")) return print(JSON.stringify(AccessKeys.map(toJson)));
  const rows = AccessKeys.map((key) => [
    key.AccessKeyId,
    key.UserPoolId ?? key.Scope,
    new Date(key.CreationDate * 1000).toISOString().slice(0, 10),
    printable(key.Description ?? ""),
  ]);
  print(columns([["Access key id", "May do", "Made on", "Description"], ...rows], ""));
}

async function create(world: World, given: Arguments, { print, style }: Terminal): Promise<void> {
  const UserPoolId = given.value("pool");
  const Description = given.value("description");
  const { AccessKey } = await callOperation(world, "CreateAccessKey", {
    Scope: scopeOf(given),
    ...(UserPoolId !== undefined && { UserPoolId }),
    ...(Description !== undefined && { Description }),
  });
  const secretAccessKey = AccessKey.SecretAccessKey;
  if (given.has("json")) return print(JSON.stringify({ ...toJson(AccessKey), secretAccessKey }));
  print(
    columns(
      [
        ["Access key id", AccessKey.AccessKeyId],
        ["Secret access key", secretAccessKey],
      ],
      "",
    ),
  );
  print(style.quiet("The secret is shown this once."));
}

async function remove(world: World, given: Arguments, { print }: Terminal): Promise<void> {
  const [AccessKeyId = ""] = given.words;
  await callOperation(world, "DeleteAccessKey", { AccessKeyId });
  print(
    given.has("json")
      ? JSON.stringify({ accessKeyId: AccessKeyId })
      : `${printable(AccessKeyId)} is deleted and opens nothing any more.`,
  );
}

/** Never everything by omission. */
function scopeOf(given: Arguments): AccessKeyScopeType {
  const scope = given.value("scope");
  if (scope === undefined && given.value("pool") !== undefined) return "POOL";
  if (scope === "ALL" || scope === "READ_ONLY" || scope === "POOL") return scope;
  const what =
    scope === undefined ? "The scope is missing." : `${JSON.stringify(printable(scope))} is not a scope.`;
  const cure = "Give --scope ALL, --scope READ_ONLY or --pool <id>.";
  throw usageFailure(what, "A key may do everything, only look, or act in one pool.", cure);
}

function toJson({ AccessKeyId, Scope, UserPoolId, Description, CreationDate }: AccessKeyType): object {
  return {
    accessKeyId: AccessKeyId,
    scope: Scope,
    userPoolId: UserPoolId ?? null,
    description: Description ?? "",
    createdAt: new Date(CreationDate * 1000).toISOString(),
  };
}

function refuse(error: unknown): never {
  if (!(error instanceof ApiFailure)) throw error;
  throw new CommandFailure(
    "The keys were not changed.",
    error.message,
    "See what there is: poolhouse keys list",
    { cause: error },
  );
}
