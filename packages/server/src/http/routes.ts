/**
 * Every route except readiness, which needs to know when the process is about to stop. `server.ts` registers them; each
 * turns a request into a reply.
 */
import type { World } from "../core/ports.ts";
import { inspectorAssets } from "../pages/views/inspector.tsx";
import { assets } from "../pages/views/layout.tsx";
import { answerAuthorize } from "./authorize-routes.ts";
import { answerBrandFile } from "./brand-routes.ts";
import { answerConfirmUser } from "./confirm-user-routes.ts";
import { answerDiscovery, answerJwks } from "./discovery-routes.ts";
import {
  answerChallenge,
  answerChooseFactor,
  answerConfirm,
  answerContinue,
  answerFactor,
  answerForgotPassword,
  answerLogin,
  answerNewPassword,
  answerResendCode,
  answerResetPassword,
  answerSetUpApp,
  answerSignUp,
  answerSignUpDetails,
} from "./flow-routes.ts";
import { answerLive } from "./health-routes.ts";
import { answerInspect } from "./inspect-routes.ts";
import { answerApiPreflight, answerJsonApi } from "./json-api-routes.ts";
import { answerLogout } from "./logout-routes.ts";
import { answerRevoke, answerToken, answerUserInfo } from "./oauth-routes.ts";
import {
  answerAccount,
  answerAccountPasskey,
  answerAddApp,
  answerAddPasskey,
  answerChangeEmail,
  answerChangePassword,
  answerChangePhone,
  answerVerifyAddress,
} from "./own-routes.ts";
import { answerAsset, answerErrorPage, answerHome } from "./page-routes.ts";
import type { Reply } from "./reply.ts";
import type { HttpRequest } from "./request.ts";

export interface Route {
  readonly methods: readonly ("GET" | "POST" | "PUT" | "DELETE" | "PATCH" | "OPTIONS")[];
  readonly path: string;
  readonly answer: (world: World, request: HttpRequest) => Promise<Reply>;
}

/** The door itself answers a wrong method, in its own protocol. */
const anyMethod = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"] as const;

const page = ["GET", "POST"] as const;

/** By libraries in browsers as well, which ask first where they add headers of their own. */
const readable = ["GET", "OPTIONS"] as const;

/** Of a server that is no development server, which has its own. */
export const plainRoutes: readonly Route[] = [
  { methods: ["GET"], path: "/", answer: answerHome },
  { methods: ["GET"], path: "/inspect", answer: answerInspect },
];

export const routes: readonly Route[] = [
  { methods: ["POST"], path: "/", answer: answerJsonApi },
  { methods: ["OPTIONS"], path: "/", answer: answerApiPreflight },

  { methods: anyMethod, path: "/oauth2/authorize", answer: answerAuthorize },
  { methods: anyMethod, path: "/oauth2/token", answer: answerToken },
  { methods: anyMethod, path: "/oauth2/revoke", answer: answerRevoke },
  { methods: ["GET", "POST", "OPTIONS"], path: "/oauth2/userInfo", answer: answerUserInfo },

  { methods: readable, path: "/:poolId/.well-known/openid-configuration", answer: answerDiscovery },
  { methods: readable, path: "/.well-known/oauth-authorization-server/:poolId", answer: answerDiscovery },
  { methods: readable, path: "/:poolId/.well-known/jwks.json", answer: answerJwks },

  { methods: page, path: "/login", answer: answerLogin },
  { methods: page, path: "/continue", answer: answerContinue },
  { methods: page, path: "/signup", answer: answerSignUp },
  { methods: page, path: "/signup/details", answer: answerSignUpDetails },
  { methods: page, path: "/confirm", answer: answerConfirm },
  { methods: page, path: "/resendcode", answer: answerResendCode },
  { methods: page, path: "/forgotPassword", answer: answerForgotPassword },
  { methods: page, path: "/confirmforgotPassword", answer: answerResetPassword },
  { methods: page, path: "/changePassword", answer: answerNewPassword },
  { methods: page, path: "/account", answer: answerAccount },
  { methods: page, path: "/account/email", answer: answerChangeEmail },
  { methods: page, path: "/account/phone", answer: answerChangePhone },
  { methods: page, path: "/account/verify", answer: answerVerifyAddress },
  { methods: page, path: "/account/password", answer: answerChangePassword },
  { methods: page, path: "/account/app", answer: answerAddApp },
  { methods: page, path: "/passkeys/add", answer: answerAddPasskey },
  { methods: page, path: "/account/passkey", answer: answerAccountPasskey },
  { methods: page, path: "/challenge", answer: answerChallenge },
  { methods: page, path: "/mfa", answer: answerFactor },
  { methods: page, path: "/mfa/select", answer: answerChooseFactor },
  { methods: page, path: "/mfa/register", answer: answerSetUpApp },
  { methods: page, path: "/confirmUser", answer: answerConfirmUser },
  { methods: page, path: "/logout", answer: answerLogout },
  { methods: ["GET"], path: "/_brand/:poolId/:clientId/:kind/:file", answer: answerBrandFile },
  { methods: ["GET"], path: "/errors/:error", answer: answerErrorPage },
  ...[...assets, ...inspectorAssets].map(
    (asset): Route => ({ methods: ["GET"], path: asset.path, answer: answerAsset(asset) }),
  ),

  { methods: ["GET"], path: "/health/live", answer: answerLive },
];
