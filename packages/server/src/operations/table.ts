/** Everything the JSON API can be asked: Cognito's operations and our own, each with its gate and its handler. */

import type { AnyOperationName } from "../model/any-operation.ts";
import { operations } from "../model/operations.ts";
import { poolhouseOperations } from "../model/poolhouse.ts";
import { CreateManagedLoginBranding } from "./branding/CreateManagedLoginBranding.ts";
import { DeleteManagedLoginBranding } from "./branding/DeleteManagedLoginBranding.ts";
import { DescribeManagedLoginBranding } from "./branding/DescribeManagedLoginBranding.ts";
import { DescribeManagedLoginBrandingByClient } from "./branding/DescribeManagedLoginBrandingByClient.ts";
import { GetUICustomization } from "./branding/GetUICustomization.ts";
import { SetUICustomization } from "./branding/SetUICustomization.ts";
import { UpdateManagedLoginBranding } from "./branding/UpdateManagedLoginBranding.ts";
import { AddUserPoolClientSecret } from "./clients/AddUserPoolClientSecret.ts";
import { CreateUserPoolClient } from "./clients/CreateUserPoolClient.ts";
import { DeleteUserPoolClient } from "./clients/DeleteUserPoolClient.ts";
import { DeleteUserPoolClientSecret } from "./clients/DeleteUserPoolClientSecret.ts";
import { DescribeUserPoolClient } from "./clients/DescribeUserPoolClient.ts";
import { ListUserPoolClientSecrets } from "./clients/ListUserPoolClientSecrets.ts";
import { ListUserPoolClients } from "./clients/ListUserPoolClients.ts";
import { UpdateUserPoolClient } from "./clients/UpdateUserPoolClient.ts";
import { AdminForgetDevice } from "./devices/AdminForgetDevice.ts";
import { AdminGetDevice } from "./devices/AdminGetDevice.ts";
import { AdminListDevices } from "./devices/AdminListDevices.ts";
import { AdminUpdateDeviceStatus } from "./devices/AdminUpdateDeviceStatus.ts";
import { ConfirmDevice } from "./devices/ConfirmDevice.ts";
import { ForgetDevice } from "./devices/ForgetDevice.ts";
import { GetDevice } from "./devices/GetDevice.ts";
import { ListDevices } from "./devices/ListDevices.ts";
import { UpdateDeviceStatus } from "./devices/UpdateDeviceStatus.ts";
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
import { DescribeUserPoolBrowserSession } from "./house/DescribeUserPoolBrowserSession.ts";
import { DescribeUserPoolClientTokenOptions } from "./house/DescribeUserPoolClientTokenOptions.ts";
import { DescribeUserPoolRecentSignIn } from "./house/DescribeUserPoolRecentSignIn.ts";
import { DescribeUserPoolTriggerTargets } from "./house/DescribeUserPoolTriggerTargets.ts";
import { DescribeUserPoolUnfinishedAccounts } from "./house/DescribeUserPoolUnfinishedAccounts.ts";
import { ExplainRequest } from "./house/ExplainRequest.ts";
import { ListAccessKeys } from "./house/ListAccessKeys.ts";
import { RotateSigningKeys } from "./house/RotateSigningKeys.ts";
import { SetUserPoolBrowserSession } from "./house/SetUserPoolBrowserSession.ts";
import { SetUserPoolClientTokenOptions } from "./house/SetUserPoolClientTokenOptions.ts";
import { SetUserPoolRecentSignIn } from "./house/SetUserPoolRecentSignIn.ts";
import { SetUserPoolTriggerTargets } from "./house/SetUserPoolTriggerTargets.ts";
import { SetUserPoolUnfinishedAccounts } from "./house/SetUserPoolUnfinishedAccounts.ts";
import { AdminDeleteSoftwareToken } from "./mfa/AdminDeleteSoftwareToken.ts";
import { AdminGetUserAuthFactors } from "./mfa/AdminGetUserAuthFactors.ts";
import { AdminSetUserMFAPreference } from "./mfa/AdminSetUserMFAPreference.ts";
import { AdminSetUserSettings } from "./mfa/AdminSetUserSettings.ts";
import { AssociateSoftwareToken } from "./mfa/AssociateSoftwareToken.ts";
import { GetUserAuthFactors } from "./mfa/GetUserAuthFactors.ts";
import { SetUserMFAPreference } from "./mfa/SetUserMFAPreference.ts";
import { SetUserSettings } from "./mfa/SetUserSettings.ts";
import { VerifySoftwareToken } from "./mfa/VerifySoftwareToken.ts";
import { CompleteWebAuthnRegistration } from "./passkeys/CompleteWebAuthnRegistration.ts";
import { DeleteWebAuthnCredential } from "./passkeys/DeleteWebAuthnCredential.ts";
import { ListWebAuthnCredentials } from "./passkeys/ListWebAuthnCredentials.ts";
import { StartWebAuthnRegistration } from "./passkeys/StartWebAuthnRegistration.ts";
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
import { GetUserAttributeVerificationCode } from "./profile/GetUserAttributeVerificationCode.ts";
import { GlobalSignOut } from "./profile/GlobalSignOut.ts";
import { UpdateUserAttributes } from "./profile/UpdateUserAttributes.ts";
import { VerifyUserAttribute } from "./profile/VerifyUserAttribute.ts";
import { CreateResourceServer } from "./resource-servers/CreateResourceServer.ts";
import { DeleteResourceServer } from "./resource-servers/DeleteResourceServer.ts";
import { DescribeResourceServer } from "./resource-servers/DescribeResourceServer.ts";
import { ListResourceServers } from "./resource-servers/ListResourceServers.ts";
import { UpdateResourceServer } from "./resource-servers/UpdateResourceServer.ts";
import { AdminListUserAuthEvents } from "./risk/AdminListUserAuthEvents.ts";
import { AdminUpdateAuthEventFeedback } from "./risk/AdminUpdateAuthEventFeedback.ts";
import { DescribeRiskConfiguration } from "./risk/DescribeRiskConfiguration.ts";
import { SetRiskConfiguration } from "./risk/SetRiskConfiguration.ts";
import { UpdateAuthEventFeedback } from "./risk/UpdateAuthEventFeedback.ts";
import { notYet, open, type Row, signed, token } from "./rows.ts";
import { AdminListUserSessions } from "./sessions/AdminListUserSessions.ts";
import { AdminRevokeUserSession } from "./sessions/AdminRevokeUserSession.ts";
import { GetUserPoolClientSessionConfiguration } from "./sessions/GetUserPoolClientSessionConfiguration.ts";
import { GetUserPoolSessionConfiguration } from "./sessions/GetUserPoolSessionConfiguration.ts";
import { ListUserSessions } from "./sessions/ListUserSessions.ts";
import { RevokeUserSession } from "./sessions/RevokeUserSession.ts";
import { SetUserPoolClientSessionConfiguration } from "./sessions/SetUserPoolClientSessionConfiguration.ts";
import { SetUserPoolSessionConfiguration } from "./sessions/SetUserPoolSessionConfiguration.ts";
import { AdminInitiateAuth } from "./sign-in/AdminInitiateAuth.ts";
import { AdminRespondToAuthChallenge } from "./sign-in/AdminRespondToAuthChallenge.ts";
import { InitiateAuth } from "./sign-in/InitiateAuth.ts";
import { RespondToAuthChallenge } from "./sign-in/RespondToAuthChallenge.ts";
import { ConfirmForgotPassword } from "./sign-up/ConfirmForgotPassword.ts";
import { ConfirmSignUp } from "./sign-up/ConfirmSignUp.ts";
import { ForgotPassword } from "./sign-up/ForgotPassword.ts";
import { ResendConfirmationCode } from "./sign-up/ResendConfirmationCode.ts";
import { SignUp } from "./sign-up/SignUp.ts";
import { ListTagsForResource } from "./tags/ListTagsForResource.ts";
import { TagResource } from "./tags/TagResource.ts";
import { UntagResource } from "./tags/UntagResource.ts";
import { CreateTerms } from "./terms/CreateTerms.ts";
import { DeleteTerms } from "./terms/DeleteTerms.ts";
import { DescribeTerms } from "./terms/DescribeTerms.ts";
import { DescribeTermsByClient } from "./terms/DescribeTermsByClient.ts";
import { ListTerms } from "./terms/ListTerms.ts";
import { UpdateTerms } from "./terms/UpdateTerms.ts";
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
  AdminDeleteSoftwareToken: signed(AdminDeleteSoftwareToken),
  AdminDeleteUser: signed(AdminDeleteUser),
  AdminDeleteUserAttributes: signed(AdminDeleteUserAttributes),
  AdminDisableProviderForUser: notYet,
  AdminDisableUser: signed(AdminDisableUser),
  AdminEnableUser: signed(AdminEnableUser),
  AdminForgetDevice: signed(AdminForgetDevice),
  AdminGetDevice: signed(AdminGetDevice),
  AdminGetUser: signed(AdminGetUser),
  AdminGetUserAuthFactors: signed(AdminGetUserAuthFactors),
  AdminInitiateAuth: signed(AdminInitiateAuth),
  AdminLinkProviderForUser: notYet,
  AdminListDevices: signed(AdminListDevices),
  AdminListGroupsForUser: signed(AdminListGroupsForUser),
  AdminListUserAuthEvents: signed(AdminListUserAuthEvents),
  AdminListUserSessions: signed(AdminListUserSessions),
  AdminRemoveUserFromGroup: signed(AdminRemoveUserFromGroup),
  AdminResetUserPassword: signed(AdminResetUserPassword),
  AdminRespondToAuthChallenge: signed(AdminRespondToAuthChallenge),
  AdminRevokeUserSession: signed(AdminRevokeUserSession),
  AdminSetUserMFAPreference: signed(AdminSetUserMFAPreference),
  AdminSetUserPassword: signed(AdminSetUserPassword),
  AdminSetUserSettings: signed(AdminSetUserSettings),
  AdminUpdateAuthEventFeedback: signed(AdminUpdateAuthEventFeedback),
  AdminUpdateDeviceStatus: signed(AdminUpdateDeviceStatus),
  AdminUpdateUserAttributes: signed(AdminUpdateUserAttributes),
  AdminUserGlobalSignOut: signed(AdminUserGlobalSignOut),
  AssociateSoftwareToken: open(AssociateSoftwareToken),
  ChangePassword: token(ChangePassword),
  CompleteWebAuthnRegistration: token(CompleteWebAuthnRegistration),
  ConfirmDevice: token(ConfirmDevice),
  ConfirmForgotPassword: open(ConfirmForgotPassword),
  ConfirmSignUp: open(ConfirmSignUp),
  CreateGroup: signed(CreateGroup),
  CreateIdentityProvider: notYet,
  CreateManagedLoginBranding: signed(CreateManagedLoginBranding),
  CreateResourceServer: signed(CreateResourceServer),
  CreateTerms: signed(CreateTerms),
  CreateUserImportJob: notYet,
  CreateUserPool: signed(CreateUserPool),
  CreateUserPoolClient: signed(CreateUserPoolClient),
  CreateUserPoolDomain: notYet,
  CreateUserPoolReplica: notYet,
  DeleteGroup: signed(DeleteGroup),
  DeleteIdentityProvider: notYet,
  DeleteManagedLoginBranding: signed(DeleteManagedLoginBranding),
  DeleteResourceServer: signed(DeleteResourceServer),
  DeleteTerms: signed(DeleteTerms),
  DeleteUser: token(DeleteUser),
  DeleteUserAttributes: token(DeleteUserAttributes),
  DeleteUserPool: signed(DeleteUserPool),
  DeleteUserPoolClient: signed(DeleteUserPoolClient),
  DeleteUserPoolClientSecret: signed(DeleteUserPoolClientSecret),
  DeleteUserPoolDomain: notYet,
  DeleteUserPoolReplica: notYet,
  DeleteWebAuthnCredential: token(DeleteWebAuthnCredential),
  DescribeIdentityProvider: notYet,
  DescribeManagedLoginBranding: signed(DescribeManagedLoginBranding),
  DescribeManagedLoginBrandingByClient: signed(DescribeManagedLoginBrandingByClient),
  DescribeResourceServer: signed(DescribeResourceServer),
  DescribeRiskConfiguration: signed(DescribeRiskConfiguration),
  DescribeTerms: signed(DescribeTerms),
  DescribeTermsByClient: signed(DescribeTermsByClient),
  DescribeUserImportJob: notYet,
  DescribeUserPool: signed(DescribeUserPool),
  DescribeUserPoolClient: signed(DescribeUserPoolClient),
  DescribeUserPoolDomain: notYet,
  ForgetDevice: token(ForgetDevice),
  ForgotPassword: open(ForgotPassword),
  GetCSVHeader: notYet,
  GetClientToken: open(GetClientToken),
  GetDevice: token(GetDevice),
  GetGroup: signed(GetGroup),
  GetIdentityProviderByIdentifier: notYet,
  GetLogDeliveryConfiguration: notYet,
  GetProvisionedLimit: notYet,
  GetSigningCertificate: notYet,
  GetTokensFromRefreshToken: open(GetTokensFromRefreshToken),
  GetUICustomization: signed(GetUICustomization),
  GetUser: token(GetUser),
  GetUserAttributeVerificationCode: token(GetUserAttributeVerificationCode),
  GetUserAuthFactors: token(GetUserAuthFactors),
  GetUserPoolClientSessionConfiguration: signed(GetUserPoolClientSessionConfiguration),
  GetUserPoolMfaConfig: signed(GetUserPoolMfaConfig),
  GetUserPoolSessionConfiguration: signed(GetUserPoolSessionConfiguration),
  GlobalSignOut: token(GlobalSignOut),
  InitiateAuth: open(InitiateAuth),
  ListDevices: token(ListDevices),
  ListGroups: signed(ListGroups),
  ListIdentityProviders: notYet,
  ListResourceServers: signed(ListResourceServers),
  ListTagsForResource: signed(ListTagsForResource),
  ListTerms: signed(ListTerms),
  ListUserImportJobs: notYet,
  ListUserPoolClientSecrets: signed(ListUserPoolClientSecrets),
  ListUserPoolClients: signed(ListUserPoolClients),
  ListUserPoolReplicas: notYet,
  ListUserPools: signed(ListUserPools),
  ListUserSessions: token(ListUserSessions),
  ListUsers: signed(ListUsers),
  ListUsersInGroup: signed(ListUsersInGroup),
  ListWebAuthnCredentials: token(ListWebAuthnCredentials),
  ResendConfirmationCode: open(ResendConfirmationCode),
  RespondToAuthChallenge: open(RespondToAuthChallenge),
  RevokeToken: open(RevokeToken),
  RevokeUserSession: token(RevokeUserSession),
  SetLogDeliveryConfiguration: notYet,
  SetRiskConfiguration: signed(SetRiskConfiguration),
  SetUICustomization: signed(SetUICustomization),
  SetUserMFAPreference: token(SetUserMFAPreference),
  SetUserPoolClientSessionConfiguration: signed(SetUserPoolClientSessionConfiguration),
  SetUserPoolMfaConfig: signed(SetUserPoolMfaConfig),
  SetUserPoolSessionConfiguration: signed(SetUserPoolSessionConfiguration),
  SetUserSettings: token(SetUserSettings),
  SignUp: open(SignUp),
  StartUserImportJob: notYet,
  StartWebAuthnRegistration: token(StartWebAuthnRegistration),
  StopUserImportJob: notYet,
  TagResource: signed(TagResource),
  UntagResource: signed(UntagResource),
  UpdateAuthEventFeedback: open(UpdateAuthEventFeedback),
  UpdateDeviceStatus: token(UpdateDeviceStatus),
  UpdateGroup: signed(UpdateGroup),
  UpdateIdentityProvider: notYet,
  UpdateManagedLoginBranding: signed(UpdateManagedLoginBranding),
  UpdateProvisionedLimit: notYet,
  UpdateResourceServer: signed(UpdateResourceServer),
  UpdateTerms: signed(UpdateTerms),
  UpdateUserAttributes: token(UpdateUserAttributes),
  UpdateUserPool: signed(UpdateUserPool),
  UpdateUserPoolClient: signed(UpdateUserPoolClient),
  UpdateUserPoolDomain: notYet,
  UpdateUserPoolReplica: notYet,
  VerifySoftwareToken: open(VerifySoftwareToken),
  VerifyUserAttribute: token(VerifyUserAttribute),

  // Our own, at the target `Poolhouse.<Operation>`.
  CreateAccessKey: signed(CreateAccessKey),
  DeleteAccessKey: signed(DeleteAccessKey),
  DescribeSigningKeys: signed(DescribeSigningKeys),
  DescribeUserPoolBrowserSession: signed(DescribeUserPoolBrowserSession),
  DescribeUserPoolClientTokenOptions: signed(DescribeUserPoolClientTokenOptions),
  DescribeUserPoolRecentSignIn: signed(DescribeUserPoolRecentSignIn),
  DescribeUserPoolTriggerTargets: signed(DescribeUserPoolTriggerTargets),
  DescribeUserPoolUnfinishedAccounts: signed(DescribeUserPoolUnfinishedAccounts),
  ExplainRequest: signed(ExplainRequest),
  ListAccessKeys: signed(ListAccessKeys),
  RotateSigningKeys: signed(RotateSigningKeys),
  SetUserPoolBrowserSession: signed(SetUserPoolBrowserSession),
  SetUserPoolClientTokenOptions: signed(SetUserPoolClientTokenOptions),
  SetUserPoolRecentSignIn: signed(SetUserPoolRecentSignIn),
  SetUserPoolTriggerTargets: signed(SetUserPoolTriggerTargets),
  SetUserPoolUnfinishedAccounts: signed(SetUserPoolUnfinishedAccounts),
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
