/** Everything the JSON API can be asked: Cognito's operations and our own, each with its gate and its handler. */
import type { AnyOperationName } from "../model/any-operation.ts";
import { operations } from "../model/operations.ts";
import { poolhouseOperations } from "../model/poolhouse.ts";
import { AddUserPoolClientSecret } from "./clients/AddUserPoolClientSecret.ts";
import { CreateUserPoolClient } from "./clients/CreateUserPoolClient.ts";
import { DeleteUserPoolClient } from "./clients/DeleteUserPoolClient.ts";
import { DeleteUserPoolClientSecret } from "./clients/DeleteUserPoolClientSecret.ts";
import { DescribeUserPoolClient } from "./clients/DescribeUserPoolClient.ts";
import { ListUserPoolClientSecrets } from "./clients/ListUserPoolClientSecrets.ts";
import { ListUserPoolClients } from "./clients/ListUserPoolClients.ts";
import { UpdateUserPoolClient } from "./clients/UpdateUserPoolClient.ts";
import { AdminAddUserToGroup } from "./groups/AdminAddUserToGroup.ts";
import { AdminListGroupsForUser } from "./groups/AdminListGroupsForUser.ts";
import { AdminRemoveUserFromGroup } from "./groups/AdminRemoveUserFromGroup.ts";
import { CreateGroup } from "./groups/CreateGroup.ts";
import { DeleteGroup } from "./groups/DeleteGroup.ts";
import { GetGroup } from "./groups/GetGroup.ts";
import { ListGroups } from "./groups/ListGroups.ts";
import { ListUsersInGroup } from "./groups/ListUsersInGroup.ts";
import { UpdateGroup } from "./groups/UpdateGroup.ts";
import { CreateAccessKey } from "./house/CreateAccessKey.ts";
import { DeleteAccessKey } from "./house/DeleteAccessKey.ts";
import { DescribeSigningKeys } from "./house/DescribeSigningKeys.ts";
import { DescribeUserPoolClientTokenOptions } from "./house/DescribeUserPoolClientTokenOptions.ts";
import { ExplainRequest } from "./house/ExplainRequest.ts";
import { ListAccessKeys } from "./house/ListAccessKeys.ts";
import { RotateSigningKeys } from "./house/RotateSigningKeys.ts";
import { SetUserPoolClientTokenOptions } from "./house/SetUserPoolClientTokenOptions.ts";
import { AddCustomAttributes } from "./pools/AddCustomAttributes.ts";
import { CreateUserPool } from "./pools/CreateUserPool.ts";
import { DeleteUserPool } from "./pools/DeleteUserPool.ts";
import { DescribeUserPool } from "./pools/DescribeUserPool.ts";
import { GetUserPoolMfaConfig } from "./pools/GetUserPoolMfaConfig.ts";
import { ListUserPools } from "./pools/ListUserPools.ts";
import { SetUserPoolMfaConfig } from "./pools/SetUserPoolMfaConfig.ts";
import { UpdateUserPool } from "./pools/UpdateUserPool.ts";
import { ChangePassword } from "./profile/ChangePassword.ts";
import { DeleteUser } from "./profile/DeleteUser.ts";
import { DeleteUserAttributes } from "./profile/DeleteUserAttributes.ts";
import { GetUser } from "./profile/GetUser.ts";
import { GlobalSignOut } from "./profile/GlobalSignOut.ts";
import { UpdateUserAttributes } from "./profile/UpdateUserAttributes.ts";
import { CreateResourceServer } from "./resource-servers/CreateResourceServer.ts";
import { DeleteResourceServer } from "./resource-servers/DeleteResourceServer.ts";
import { DescribeResourceServer } from "./resource-servers/DescribeResourceServer.ts";
import { ListResourceServers } from "./resource-servers/ListResourceServers.ts";
import { UpdateResourceServer } from "./resource-servers/UpdateResourceServer.ts";
import { notYet, open, type Row, signed, token } from "./rows.ts";
import { AdminInitiateAuth } from "./sign-in/AdminInitiateAuth.ts";
import { AdminRespondToAuthChallenge } from "./sign-in/AdminRespondToAuthChallenge.ts";
import { InitiateAuth } from "./sign-in/InitiateAuth.ts";
import { RespondToAuthChallenge } from "./sign-in/RespondToAuthChallenge.ts";
import { ListTagsForResource } from "./tags/ListTagsForResource.ts";
import { TagResource } from "./tags/TagResource.ts";
import { UntagResource } from "./tags/UntagResource.ts";
import { GetClientToken } from "./tokens/GetClientToken.ts";
import { GetTokensFromRefreshToken } from "./tokens/GetTokensFromRefreshToken.ts";
import { RevokeToken } from "./tokens/RevokeToken.ts";
import { AdminConfirmSignUp } from "./users/AdminConfirmSignUp.ts";
import { AdminCreateUser } from "./users/AdminCreateUser.ts";
import { AdminDeleteUser } from "./users/AdminDeleteUser.ts";
import { AdminDeleteUserAttributes } from "./users/AdminDeleteUserAttributes.ts";
import { AdminDisableUser } from "./users/AdminDisableUser.ts";
import { AdminEnableUser } from "./users/AdminEnableUser.ts";
import { AdminGetUser } from "./users/AdminGetUser.ts";
import { AdminResetUserPassword } from "./users/AdminResetUserPassword.ts";
import { AdminSetUserPassword } from "./users/AdminSetUserPassword.ts";
import { AdminUpdateUserAttributes } from "./users/AdminUpdateUserAttributes.ts";
import { AdminUserGlobalSignOut } from "./users/AdminUserGlobalSignOut.ts";
import { ListUsers } from "./users/ListUsers.ts";

export const table: { readonly [O in AnyOperationName]: Row<O> } = {
  AddCustomAttributes: signed(AddCustomAttributes),
  AddUserPoolClientSecret: signed(AddUserPoolClientSecret),
  AdminAddUserToGroup: signed(AdminAddUserToGroup),
  AdminConfirmSignUp: signed(AdminConfirmSignUp),
  AdminCreateUser: signed(AdminCreateUser),
  AdminDeleteSoftwareToken: notYet,
  AdminDeleteUser: signed(AdminDeleteUser),
  AdminDeleteUserAttributes: signed(AdminDeleteUserAttributes),
  AdminDisableProviderForUser: notYet,
  AdminDisableUser: signed(AdminDisableUser),
  AdminEnableUser: signed(AdminEnableUser),
  AdminForgetDevice: notYet,
  AdminGetDevice: notYet,
  AdminGetUser: signed(AdminGetUser),
  AdminGetUserAuthFactors: notYet,
  AdminInitiateAuth: signed(AdminInitiateAuth),
  AdminLinkProviderForUser: notYet,
  AdminListDevices: notYet,
  AdminListGroupsForUser: signed(AdminListGroupsForUser),
  AdminListUserAuthEvents: notYet,
  AdminListUserSessions: notYet,
  AdminRemoveUserFromGroup: signed(AdminRemoveUserFromGroup),
  AdminResetUserPassword: signed(AdminResetUserPassword),
  AdminRespondToAuthChallenge: signed(AdminRespondToAuthChallenge),
  AdminRevokeUserSession: notYet,
  AdminSetUserMFAPreference: notYet,
  AdminSetUserPassword: signed(AdminSetUserPassword),
  AdminSetUserSettings: notYet,
  AdminUpdateAuthEventFeedback: notYet,
  AdminUpdateDeviceStatus: notYet,
  AdminUpdateUserAttributes: signed(AdminUpdateUserAttributes),
  AdminUserGlobalSignOut: signed(AdminUserGlobalSignOut),
  AssociateSoftwareToken: notYet,
  ChangePassword: token(ChangePassword),
  CompleteWebAuthnRegistration: notYet,
  ConfirmDevice: notYet,
  ConfirmForgotPassword: notYet,
  ConfirmSignUp: notYet,
  CreateGroup: signed(CreateGroup),
  CreateIdentityProvider: notYet,
  CreateManagedLoginBranding: notYet,
  CreateResourceServer: signed(CreateResourceServer),
  CreateTerms: notYet,
  CreateUserImportJob: notYet,
  CreateUserPool: signed(CreateUserPool),
  CreateUserPoolClient: signed(CreateUserPoolClient),
  CreateUserPoolDomain: notYet,
  CreateUserPoolReplica: notYet,
  DeleteGroup: signed(DeleteGroup),
  DeleteIdentityProvider: notYet,
  DeleteManagedLoginBranding: notYet,
  DeleteResourceServer: signed(DeleteResourceServer),
  DeleteTerms: notYet,
  DeleteUser: token(DeleteUser),
  DeleteUserAttributes: token(DeleteUserAttributes),
  DeleteUserPool: signed(DeleteUserPool),
  DeleteUserPoolClient: signed(DeleteUserPoolClient),
  DeleteUserPoolClientSecret: signed(DeleteUserPoolClientSecret),
  DeleteUserPoolDomain: notYet,
  DeleteUserPoolReplica: notYet,
  DeleteWebAuthnCredential: notYet,
  DescribeIdentityProvider: notYet,
  DescribeManagedLoginBranding: notYet,
  DescribeManagedLoginBrandingByClient: notYet,
  DescribeResourceServer: signed(DescribeResourceServer),
  DescribeRiskConfiguration: notYet,
  DescribeTerms: notYet,
  DescribeTermsByClient: notYet,
  DescribeUserImportJob: notYet,
  DescribeUserPool: signed(DescribeUserPool),
  DescribeUserPoolClient: signed(DescribeUserPoolClient),
  DescribeUserPoolDomain: notYet,
  ForgetDevice: notYet,
  ForgotPassword: notYet,
  GetCSVHeader: notYet,
  GetClientToken: open(GetClientToken),
  GetDevice: notYet,
  GetGroup: signed(GetGroup),
  GetIdentityProviderByIdentifier: notYet,
  GetLogDeliveryConfiguration: notYet,
  GetProvisionedLimit: notYet,
  GetSigningCertificate: notYet,
  GetTokensFromRefreshToken: open(GetTokensFromRefreshToken),
  GetUICustomization: notYet,
  GetUser: token(GetUser),
  GetUserAttributeVerificationCode: notYet,
  GetUserAuthFactors: notYet,
  GetUserPoolClientSessionConfiguration: notYet,
  GetUserPoolMfaConfig: signed(GetUserPoolMfaConfig),
  GetUserPoolSessionConfiguration: notYet,
  GlobalSignOut: token(GlobalSignOut),
  InitiateAuth: open(InitiateAuth),
  ListDevices: notYet,
  ListGroups: signed(ListGroups),
  ListIdentityProviders: notYet,
  ListResourceServers: signed(ListResourceServers),
  ListTagsForResource: signed(ListTagsForResource),
  ListTerms: notYet,
  ListUserImportJobs: notYet,
  ListUserPoolClientSecrets: signed(ListUserPoolClientSecrets),
  ListUserPoolClients: signed(ListUserPoolClients),
  ListUserPoolReplicas: notYet,
  ListUserPools: signed(ListUserPools),
  ListUserSessions: notYet,
  ListUsers: signed(ListUsers),
  ListUsersInGroup: signed(ListUsersInGroup),
  ListWebAuthnCredentials: notYet,
  ResendConfirmationCode: notYet,
  RespondToAuthChallenge: open(RespondToAuthChallenge),
  RevokeToken: open(RevokeToken),
  RevokeUserSession: notYet,
  SetLogDeliveryConfiguration: notYet,
  SetRiskConfiguration: notYet,
  SetUICustomization: notYet,
  SetUserMFAPreference: notYet,
  SetUserPoolClientSessionConfiguration: notYet,
  SetUserPoolMfaConfig: signed(SetUserPoolMfaConfig),
  SetUserPoolSessionConfiguration: notYet,
  SetUserSettings: notYet,
  SignUp: notYet,
  StartUserImportJob: notYet,
  StartWebAuthnRegistration: notYet,
  StopUserImportJob: notYet,
  TagResource: signed(TagResource),
  UntagResource: signed(UntagResource),
  UpdateAuthEventFeedback: notYet,
  UpdateDeviceStatus: notYet,
  UpdateGroup: signed(UpdateGroup),
  UpdateIdentityProvider: notYet,
  UpdateManagedLoginBranding: notYet,
  UpdateProvisionedLimit: notYet,
  UpdateResourceServer: signed(UpdateResourceServer),
  UpdateTerms: notYet,
  UpdateUserAttributes: token(UpdateUserAttributes),
  UpdateUserPool: signed(UpdateUserPool),
  UpdateUserPoolClient: signed(UpdateUserPoolClient),
  UpdateUserPoolDomain: notYet,
  UpdateUserPoolReplica: notYet,
  VerifySoftwareToken: notYet,
  VerifyUserAttribute: notYet,

  // Our own, at the target `Poolhouse.<Operation>`.
  CreateAccessKey: signed(CreateAccessKey),
  DeleteAccessKey: signed(DeleteAccessKey),
  DescribeSigningKeys: signed(DescribeSigningKeys),
  DescribeUserPoolClientTokenOptions: signed(DescribeUserPoolClientTokenOptions),
  ExplainRequest: signed(ExplainRequest),
  ListAccessKeys: signed(ListAccessKeys),
  RotateSigningKeys: signed(RotateSigningKeys),
  SetUserPoolClientTokenOptions: signed(SetUserPoolClientTokenOptions),
};

const cognitoTarget = "AWSCognitoIdentityProviderService.";
const ownTarget = "Poolhouse.";

/** The operation an `X-Amz-Target` names; undefined for an unknown one or a wrong prefix. */
export function operationOf(target: string | undefined): AnyOperationName | undefined {
  if (target === undefined) return undefined;
  const [prefix, names] = target.startsWith(ownTarget)
    ? [ownTarget, poolhouseOperations]
    : [cognitoTarget, operations];
  const name = target.slice(prefix.length);
  return target.startsWith(prefix) && isNameOf(names, name) ? name : undefined;
}

function isNameOf<T extends object>(names: T, name: string): name is Extract<keyof T, string> {
  return Object.hasOwn(names, name);
}
