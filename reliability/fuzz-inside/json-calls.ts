/** Bodies of the JSON API, held against the model: two bytes choose the operation. */
import fc from "fast-check";
import { parseJsonObject } from "../../packages/server/build/http/parse-json.js";
import { type AnyOperationName, anyOperations } from "../../packages/server/build/model/any-operation.js";
import { validate } from "../../packages/server/build/model/validate.js";
import { inputOf } from "../fuzz/by-model.ts";
import { insist, type Target } from "./target.ts";

const names = Object.keys(anyOperations) as AnyOperationName[];

export const jsonCalls: Target = {
  seeds: names.flatMap((name, index) =>
    fc
      .sample(inputOf(anyOperations[name].input, {}), { numRuns: 2, seed: index })
      .map((input) =>
        Buffer.concat([Buffer.from([index >> 8, index & 255]), Buffer.from(JSON.stringify(input) ?? "{}")]),
      ),
  ),
  run(data) {
    if (data.length < 2) return;
    const name = names[data.readUInt16BE() % names.length] as AnyOperationName;
    const body = parseJsonObject(data.subarray(2));
    if (body === undefined) return;
    const read = validate(name, body);
    if (!read.ok)
      return insist(read.failure.message.length < 100_000, "a refusal longer than what it refuses");
    const again = validate(name, JSON.parse(JSON.stringify(read.input)));
    insist(again.ok, `what ${name} takes, written anew, is refused`);
  },
};
