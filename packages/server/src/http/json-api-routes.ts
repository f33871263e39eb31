/** `POST /` and its preflight. */
import type { World } from "../core/ports.ts";
import { answerJsonCall } from "./json-api.ts";
import { apiCorsHeaders } from "./json-api-reply.ts";
import type { Reply } from "./reply.ts";
import { type HttpRequest, header } from "./request.ts";

export async function answerJsonApi(world: World, request: HttpRequest): Promise<Reply> {
  return answerJsonCall(world, request);
}

export async function answerApiPreflight(_world: World, request: HttpRequest): Promise<Reply> {
  const asked = header(request, "access-control-request-headers");
  return {
    status: 200,
    headers: {
      ...apiCorsHeaders,
      ...(asked === undefined ? {} : { "access-control-allow-headers": asked }),
      "access-control-allow-methods": "POST",
      "access-control-max-age": "172800",
    },
    body: "",
  };
}
