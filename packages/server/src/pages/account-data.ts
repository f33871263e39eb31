/** The account page's data: downloaded as a whole, or deleted with the account after one more question. */
import { fail } from "../core/failures.ts";
import { deleteOwnAccount } from "../core/users/delete-user.ts";
import { exportAccount } from "./account-export.ts";
import type { Act } from "./account-result.ts";
import { displayName } from "./display-name.ts";
import { pageFrame } from "./page-frame.ts";
import { renderAccountDeleted, renderDeleteAccount } from "./views/delete-account.tsx";

export const download: Act = async (world, { open }, { user }) => {
  const content = await exportAccount(world, open.request.pool, user);
  return { kind: "download", name: "account.json", json: JSON.stringify(content, undefined, 2) };
};

export const askToDelete: Act = async (world, { open }, { user }) => {
  const html = renderDeleteAccount({ ...pageFrame(world, open), username: displayName(user) });
  return { kind: "page", html };
};

export const deleteForGood: Act = async (world, { open }, { user }) => {
  await deleteOwnAccount(world, open.request.pool, user, fail, open.look.metadata);
  const { look, poolName, clientName, backHref } = pageFrame(world, open);
  return { kind: "page", html: renderAccountDeleted({ look, poolName, clientName, backHref }) };
};
