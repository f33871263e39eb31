/** A store that says when a message was written, once it is durable. */
import { overlay } from "../core/overlay.ts";
import type { Store } from "../core/tables.ts";

export function watchMessages(store: Store, onWritten: () => void): Store {
  return {
    read: store.read,
    commitsTogether: store.commitsTogether,
    async write(work, last) {
      const seen = { isWritten: false };
      const result = await store.write((tables) => work(watchInserts(tables, seen)), last);
      if (seen.isWritten) onWritten();
      return result;
    },
  };
}

const watchInserts = overlay<{ isWritten: boolean }>({
  messages: (messages, seen) => ({
    ...messages,
    insert(message) {
      seen.isWritten = true;
      return messages.insert(message);
    },
  }),
});
