/** `/`: what runs and how to try it. It shows no secret; those are in quickstart.json. */
import { join } from "node:path";
import { pageReply } from "../http/page-reply.ts";
import type { Reply } from "../http/reply.ts";
import type { HttpRequest } from "../http/request.ts";
import { renderDevHome } from "../pages/views/dev-home.tsx";
import { poolName } from "./quickstart.ts";
import { type Quickstart, quickstartFileName } from "./quickstart-file.ts";
import { signInUrl } from "./sign-in-url.ts";

export function answerHome(dataFolder: string, request: HttpRequest, quickstart: Quickstart): Reply {
  const { endpoint, issuer, userPoolId, clients, user } = quickstart;
  const page = renderDevHome({
    endpoint,
    issuer,
    poolName,
    poolId: userPoolId,
    clients: [
      { name: "web", clientId: clients.web.clientId, use: "apps with a server" },
      { name: "spa", clientId: clients.spa.clientId, use: "apps in the browser" },
      { name: "machine", clientId: clients.machine.clientId, use: "client credentials" },
    ],
    username: user.username,
    quickstartFile: join(dataFolder, quickstartFileName),
    signInHref: signInUrl(quickstart),
  });
  return pageReply(request.requestId, page);
}
