import { expect, test } from "vitest";
import { headersForApi, headersForBrowser } from "./headers.ts";

test("BF-06: what the browser says of itself, of its connection and of proxies does not reach the API", () => {
  const browser = new Headers({
    accept: "application/json",
    "content-type": "text/plain",
    "x-app": "kept",
    authorization: "Basic c3Bvb2Y=",
    cookie: "a=b",
    connection: "keep-alive, X-Secret-Hop",
    "x-secret-hop": "gone",
    te: "trailers",
    "transfer-encoding": "chunked",
    upgrade: "websocket",
    "proxy-authorization": "Basic c3Bvb2Y=",
    forwarded: "for=127.0.0.1",
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-user": "admin",
    "fastly-client-ip": "127.0.0.1",
    "true-client-ip": "127.0.0.1",
    "x-azure-clientip": "127.0.0.1",
    "x-envoy-external-address": "127.0.0.1",
    x_forwarded_for: "127.0.0.1",
    x_user: "admin",
    "x-real-ip": "127.0.0.1",
    "x-http-method-override": "DELETE",
    "x-original-url": "/admin",
    host: "evil.example",
    origin: "https://evil.example",
    "sec-fetch-site": "same-origin",
    "x-csrf": "1",
  });
  expect(Object.fromEntries(headersForApi(browser, "token"))).toEqual({
    accept: "application/json",
    "content-type": "text/plain",
    "x-app": "kept",
    authorization: "Bearer token",
  });
});

test("BF-15: no cookie of the API reaches the browser, and no cache may keep the answer", () => {
  const api = new Headers({
    "content-type": "application/json",
    "content-encoding": "gzip",
    "content-length": "10",
    "cache-control": "public, max-age=3600",
    vary: "Accept",
    etag: '"1"',
    connection: "close, x-hop",
    "x-hop": "gone",
    "access-control-allow-origin": "*",
    "service-worker-allowed": "/",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "alt-svc": 'h3=":443"',
  });
  api.append("set-cookie", "session=evil");
  const headers = headersForBrowser(api, ["own=1", "own=2"]);
  expect(headers.getSetCookie()).toEqual(["own=1", "own=2"]);
  headers.delete("set-cookie");
  expect(Object.fromEntries(headers)).toEqual({
    "cache-control": "no-store",
    "content-type": "application/json",
    etag: '"1"',
    vary: "Accept, Cookie",
    "x-content-type-options": "nosniff",
  });
});
