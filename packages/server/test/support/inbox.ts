/** What was sent to people in a story: codes and temporary passwords, read where the messages wait to be carried away. */
import { type PoolId, sub } from "../../src/core/ids.ts";
import { codeHash } from "../../src/core/messages/code.ts";
import { openContent } from "../../src/core/messages/message-content.ts";
import type { TestServer } from "./server.ts";

export interface Letter {
  readonly text: string;
  readonly code: string;
  readonly source: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly poolId: PoolId;
  readonly sub: string;
  readonly writtenAt: number;
}

/** Everything that went to an address so far, newest first. */
export async function lettersTo({ world }: TestServer, address: string): Promise<readonly Letter[]> {
  const messages = await world.store.read.messages.listNewest(1000);
  return messages.flatMap(({ poolId, to, sealedBody, createdAt: writtenAt }) => {
    const content = openContent(world, sealedBody);
    const isLetter = to === address && content !== undefined && "code" in content;
    return isLetter ? [{ ...content, poolId, writtenAt }] : [];
  });
}

/** What the notices were about that went to an address so far, newest first. */
export async function noticesTo({ world }: TestServer, address: string): Promise<readonly string[]> {
  const messages = await world.store.read.messages.listNewest(1000);
  return messages.flatMap(({ to, subject, sealedBody }) => {
    const content = openContent(world, sealedBody);
    return to === address && content !== undefined && "notice" in content ? [subject ?? ""] : [];
  });
}

/** The code or temporary password that went there last. The clock goes on a little, so that the next is the newest. */
export async function lastCode(server: TestServer, address: string): Promise<string> {
  const letters = await lettersTo(server, address);
  const newest = letters.filter(({ writtenAt }) => writtenAt === letters[0]?.writtenAt);
  const live = newest.length > 1 ? await onlyLive(server.world, newest) : newest;
  const [letter, ...others] = live;
  if (letter === undefined || others.length > 0) {
    throw new Error(
      `${newest.length} messages to ${address} could be the last: advance the clock between them`,
    );
  }
  server.clock.advance(0.001);
  return letter.code;
}

const purposes = ["signUp", "resetPassword", "verify:email", "verify:phone_number"] as const;

/** Of messages of the same moment, those whose code has not been replaced. */
async function onlyLive(world: TestServer["world"], letters: readonly Letter[]): Promise<readonly Letter[]> {
  const live: Letter[] = [];
  for (const letter of letters) {
    for (const purpose of purposes) {
      const id = sub(letter.sub);
      const row = await world.store.read.verificationCodes.find(letter.poolId, id, purpose);
      if (row?.codeHash === codeHash(world, id, purpose, letter.code, null)) live.push(letter);
    }
  }
  return live;
}

/** Six digits that are not the code. */
export function otherThan(code: string): string {
  return code === "000000" ? "000001" : "000000";
}
