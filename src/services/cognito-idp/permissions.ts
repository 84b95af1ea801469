// What each operation needs. AWS: "Actions, resources, and condition keys for Amazon Cognito User Pools". Public operations need no
// permission: a client's id, a password or an access token decides.

import type { PermissionRule, Permissions } from "../../service/service.ts";
import { poolArn } from "./pools.ts";

/** Operations of applications and their users, which nobody signs. */
export const PUBLIC_OPERATIONS = [
  "AssociateSoftwareToken",
  "ChangePassword",
  "ConfirmForgotPassword",
  "ConfirmSignUp",
  "DeleteUser",
  "DeleteUserAttributes",
  "ForgotPassword",
  "GetClientToken",
  "GetTokensFromRefreshToken",
  "GetUser",
  "GetUserAttributeVerificationCode",
  "GetUserAuthFactors",
  "GlobalSignOut",
  "InitiateAuth",
  "ResendConfirmationCode",
  "RespondToAuthChallenge",
  "RevokeToken",
  "SetUserMFAPreference",
  "SetUserSettings",
  "SignUp",
  "UpdateUserAttributes",
  "VerifySoftwareToken",
  "VerifyUserAttribute",
] as const;

const onPool =
  (action: string): PermissionRule =>
  (input: { UserPoolId: string }, call) => [
    { action: `cognito-idp:${action}`, resource: poolArn(call, input.UserPoolId) },
  ];

const onAccount =
  (action: string): PermissionRule =>
  () => [{ action: `cognito-idp:${action}`, resource: "*" }];

interface SmsInput {
  readonly SmsConfiguration?: { readonly SnsCallerArn?: string };
  readonly SmsMfaConfiguration?: { readonly SmsConfiguration?: { readonly SnsCallerArn?: string } };
}

/** AWS: whoever gives a pool its role for text messages passes it to Cognito. */
const passing =
  (rule: PermissionRule): PermissionRule =>
  (input: SmsInput, call) => {
    const sms = input.SmsConfiguration ?? input.SmsMfaConfiguration?.SmsConfiguration;
    const conditions = { "iam:PassedToService": "cognito-idp.amazonaws.com" };
    const needed = rule(input as never, call);
    return sms?.SnsCallerArn === undefined
      ? needed
      : [...needed, { action: "iam:PassRole", resource: sms.SnsCallerArn, conditions }];
  };

const onTagged =
  (action: string): PermissionRule =>
  (input: { ResourceArn: string; Tags?: Readonly<Record<string, string>>; TagKeys?: readonly string[] }) => [
    {
      action: `cognito-idp:${action}`,
      resource: input.ResourceArn,
      conditions: {
        ...Object.fromEntries(Object.entries(input.Tags ?? {}).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
        "aws:TagKeys": [...Object.keys(input.Tags ?? {}), ...(input.TagKeys ?? [])],
      },
    },
  ];

const free: PermissionRule = () => [];

export const permissions: Permissions = {
  AddCustomAttributes: onPool("AddCustomAttributes"),
  AddUserPoolClientSecret: onPool("AddUserPoolClientSecret"),
  AdminAddUserToGroup: onPool("AdminAddUserToGroup"),
  AdminConfirmSignUp: onPool("AdminConfirmSignUp"),
  AdminCreateUser: onPool("AdminCreateUser"),
  AdminDeleteSoftwareToken: onPool("AdminDeleteSoftwareToken"),
  AdminDeleteUser: onPool("AdminDeleteUser"),
  AdminDeleteUserAttributes: onPool("AdminDeleteUserAttributes"),
  AdminDisableProviderForUser: onPool("AdminDisableProviderForUser"),
  AdminDisableUser: onPool("AdminDisableUser"),
  AdminEnableUser: onPool("AdminEnableUser"),
  AdminGetUser: onPool("AdminGetUser"),
  AdminGetUserAuthFactors: onPool("AdminGetUserAuthFactors"),
  AdminInitiateAuth: onPool("AdminInitiateAuth"),
  AdminLinkProviderForUser: onPool("AdminLinkProviderForUser"),
  AdminListGroupsForUser: onPool("AdminListGroupsForUser"),
  AdminRemoveUserFromGroup: onPool("AdminRemoveUserFromGroup"),
  AdminResetUserPassword: onPool("AdminResetUserPassword"),
  AdminRespondToAuthChallenge: onPool("AdminRespondToAuthChallenge"),
  AdminSetUserMFAPreference: onPool("AdminSetUserMFAPreference"),
  AdminSetUserPassword: onPool("AdminSetUserPassword"),
  AdminSetUserSettings: onPool("AdminSetUserSettings"),
  AdminUpdateUserAttributes: onPool("AdminUpdateUserAttributes"),
  AdminUserGlobalSignOut: onPool("AdminUserGlobalSignOut"),
  CreateGroup: onPool("CreateGroup"),
  CreateIdentityProvider: onPool("CreateIdentityProvider"),
  CreateResourceServer: onPool("CreateResourceServer"),
  CreateUserPool: passing(onAccount("CreateUserPool")),
  CreateUserPoolClient: onPool("CreateUserPoolClient"),
  CreateUserPoolDomain: onPool("CreateUserPoolDomain"),
  DeleteGroup: onPool("DeleteGroup"),
  DeleteIdentityProvider: onPool("DeleteIdentityProvider"),
  DeleteResourceServer: onPool("DeleteResourceServer"),
  DeleteUserPool: onPool("DeleteUserPool"),
  DeleteUserPoolClient: onPool("DeleteUserPoolClient"),
  DeleteUserPoolClientSecret: onPool("DeleteUserPoolClientSecret"),
  DeleteUserPoolDomain: onPool("DeleteUserPoolDomain"),
  DescribeIdentityProvider: onPool("DescribeIdentityProvider"),
  DescribeResourceServer: onPool("DescribeResourceServer"),
  DescribeUserPool: onPool("DescribeUserPool"),
  DescribeUserPoolClient: onPool("DescribeUserPoolClient"),
  DescribeUserPoolDomain: onAccount("DescribeUserPoolDomain"),
  GetGroup: onPool("GetGroup"),
  GetIdentityProviderByIdentifier: onPool("GetIdentityProviderByIdentifier"),
  GetUserPoolMfaConfig: onPool("GetUserPoolMfaConfig"),
  ListGroups: onPool("ListGroups"),
  ListIdentityProviders: onPool("ListIdentityProviders"),
  ListResourceServers: onPool("ListResourceServers"),
  ListTagsForResource: onTagged("ListTagsForResource"),
  ListUserPoolClientSecrets: onPool("ListUserPoolClientSecrets"),
  ListUserPoolClients: onPool("ListUserPoolClients"),
  ListUserPools: onAccount("ListUserPools"),
  ListUsers: onPool("ListUsers"),
  ListUsersInGroup: onPool("ListUsersInGroup"),
  SetUserPoolMfaConfig: passing(onPool("SetUserPoolMfaConfig")),
  TagResource: onTagged("TagResource"),
  UntagResource: onTagged("UntagResource"),
  UpdateGroup: onPool("UpdateGroup"),
  UpdateIdentityProvider: onPool("UpdateIdentityProvider"),
  UpdateResourceServer: onPool("UpdateResourceServer"),
  UpdateUserPool: passing(onPool("UpdateUserPool")),
  UpdateUserPoolClient: onPool("UpdateUserPoolClient"),
  UpdateUserPoolDomain: onPool("UpdateUserPoolDomain"),
  ...Object.fromEntries(PUBLIC_OPERATIONS.map((name) => [name, free])),
};
