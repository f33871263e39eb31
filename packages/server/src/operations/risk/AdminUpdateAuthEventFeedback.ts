import { requireEventOwner } from "../../core/risk/require-event-owner.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

export const AdminUpdateAuthEventFeedback: Handler<"AdminUpdateAuthEventFeedback"> = async (
  input,
  context,
) => {
  const { fail } = context;
  const { poolId, sub } = await requireEventOwner(context, input, fail);
  const { EventId, FeedbackValue } = input;
  const feedback = { FeedbackValue, Provider: "Admin", FeedbackDate: context.clock.now() / 1000 };
  const isKnown = await context.store.write(({ authEvents }) =>
    authEvents.setFeedback(poolId, sub, EventId, feedback),
  );
  if (!isKnown) throw fail("ResourceNotFoundException", texts.authEventNotFound);
  return {};
};
