import { pageSize, readPage } from "../../core/paging.ts";
import { authEventType } from "../../core/risk/auth-event-type.ts";
import { requireEventOwner } from "../../core/risk/require-event-owner.ts";
import type { Handler } from "../handler.ts";

/** First what began last. */
export const AdminListUserAuthEvents: Handler<"AdminListUserAuthEvents"> = async (input, context) => {
  const { fail } = context;
  const { poolId, sub } = await requireEventOwner(context, input, fail);
  const list = ["AdminListUserAuthEvents", poolId, sub];
  const { rows, nextToken } = await readPage(
    context,
    { list, limit: pageSize(input.MaxResults), token: input.NextToken },
    (page) => context.store.read.authEvents.listOfUser(poolId, sub, page),
    (event) => event.eventId,
    fail,
  );
  return {
    AuthEvents: rows.map(authEventType),
    NextToken: nextToken,
  };
};
