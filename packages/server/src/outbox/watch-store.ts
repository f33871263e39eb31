/** A store that says when a message was written, once it is durable. */
import type { Store } from "../core/tables.ts";

export function watchMessages(store: Store, onWritten: () => void): Store {
  return {
    read: store.read,
    commitsTogether: store.commitsTogether,
    async write(work) {
      let isWritten = false;
      const result = await store.write((tables) => {
        const { messages } = tables;
        const insert: typeof messages.insert = (message) => {
          isWritten = true;
          return messages.insert(message);
        };
        return work({ ...tables, messages: { ...messages, insert } });
      });
      if (isWritten) onWritten();
      return result;
    },
  };
}
