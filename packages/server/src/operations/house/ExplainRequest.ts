import { explain } from "../../core/events/explain.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

/** Why a request failed, for whoever runs the house: the client saw less. */
export const ExplainRequest: Handler<"ExplainRequest"> = async ({ RequestId }, { fail, store }) => {
  const event = await store.read.events.find(RequestId);
  if (event === undefined) throw fail("ResourceNotFoundException", texts.requestUnknown(RequestId));
  return { Explanation: { RequestId, At: event.at / 1000, Error: event.error, Paragraph: explain(event) } };
};
