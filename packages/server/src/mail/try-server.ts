/** Whether a mail server would take messages from us. None is sent. */
import type { SmtpServer } from "../config/smtp-server.ts";
import { createTransport } from "./create.ts";
import { carriedWith } from "./smtp-failure.ts";

/** Undefined when it would; otherwise why not. */
export async function tryMailServer(server: SmtpServer): Promise<string | undefined> {
  const transport = createTransport(server);
  try {
    await transport.verify();
    return undefined;
  } catch (error) {
    const carried = carriedWith(error, null);
    return carried.kind === "sent" ? undefined : carried.reason;
  } finally {
    transport.close();
  }
}
