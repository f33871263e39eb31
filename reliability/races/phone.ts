/** Requests as a thousand phones would send them: over connections that stay open, each phone from a network address of its own. */
import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import type { ServerProcess } from "../server-process.ts";

/** One phone's connections. */
export interface Phone {
  get(node: ServerProcess, path: string, headers: Headers): Promise<Answer>;
  /** A form of OAuth's endpoints. */
  post(node: ServerProcess, path: string, form: Readonly<Record<string, string>>): Promise<Answer>;
  /** An operation of the JSON API that needs no signature. */
  call(node: ServerProcess, operation: string, input: object): Promise<Answer>;
}

type Headers = Readonly<Record<string, string>>;

export interface Answer {
  readonly status: number;
  /** Where a redirect leads. */
  readonly location: string | undefined;
  readonly text: string;
}

export function createPhone(stack: AsyncDisposableStack, index: number): Phone {
  // 127.0.0.0/8 is all this machine.
  const localAddress = `127.1.${1 + Math.floor(index / 250)}.${1 + (index % 250)}`;
  const agent = new Agent({ keepAlive: true, localAddress });
  stack.defer(() => agent.destroy());

  async function ask(node: ServerProcess, method: string, path: string, headers: Headers, body = "") {
    const answered = Promise.withResolvers<Answer>();
    const { port } = new URL(node.url);
    const bytes = Buffer.byteLength(body);
    const sent = request({
      agent,
      host: "127.0.0.1",
      port,
      method,
      path,
      headers: { ...headers, "content-length": bytes },
    });
    sent.once("error", answered.reject);
    sent.once("response", (response) => {
      const {
        statusCode: status = 0,
        headers: { location },
      } = response;
      text(response).then((all) => answered.resolve({ status, location, text: all }), answered.reject);
    });
    sent.end(body);
    return answered.promise;
  }

  return {
    get: (node, path, headers) => ask(node, "GET", path, headers),
    post: (node, path, form) => ask(node, "POST", path, formHeaders, new URLSearchParams(form).toString()),
    call(node, operation, input) {
      const target = `AWSCognitoIdentityProviderService.${operation}`;
      const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": target };
      return ask(node, "POST", "/", headers, JSON.stringify(input));
    },
  };
}

const formHeaders = { "content-type": "application/x-www-form-urlencoded" };
