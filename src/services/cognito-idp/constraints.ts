// The constraints of user pools, as the API reference declares them.

import type { Constraints } from "../../service/constraints.ts";

const POOL_ID = { length: [1, 55], pattern: "[\\w-]+_[0-9a-zA-Z]+" } as const;
const CLIENT_ID = { length: [1, 128], pattern: "[\\w+]+" } as const;
const USERNAME = { length: [1, 128], pattern: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+" } as const;
const PASSWORD = { length: [0, 256], pattern: "[\\S]+.*[\\S]+|[\\S]*" } as const;
const CODE = { length: [1, 2048], pattern: "[\\S]+" } as const;
const GROUP = { length: [1, 128], pattern: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+" } as const;
const TOKEN = { length: [1, 16_384], pattern: "[A-Za-z0-9\\-_=.]+" } as const;
const SESSION = { length: [20, 2048] } as const;
const PAGE = { range: [1, 60] } as const;
const ATTRIBUTES = {
  "UserAttributes.member.Name": { length: [1, 32] },
  "UserAttributes.member.Value": { length: [0, 2048] },
} as const;
const SETTINGS = {
  "Policies.PasswordPolicy.MinimumLength": { range: [6, 99] },
  "Policies.PasswordPolicy.TemporaryPasswordValidityDays": { range: [0, 365] },
  "Policies.SignInPolicy.AllowedFirstAuthFactors": { length: [1, 4] },
  "Policies.SignInPolicy.AllowedFirstAuthFactors.member": {
    oneOf: ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN", "SOFTWARE_TOKEN"],
  },
  DeletionProtection: { oneOf: ["ACTIVE", "INACTIVE"] },
  MfaConfiguration: { oneOf: ["OFF", "ON", "OPTIONAL"] },
  "AutoVerifiedAttributes.member": { oneOf: ["phone_number", "email"] },
  UserPoolTier: { oneOf: ["LITE", "ESSENTIALS", "PLUS"] },
  SmsVerificationMessage: { length: [6, 140] },
  EmailVerificationMessage: { length: [6, 20_000] },
  EmailVerificationSubject: { length: [1, 140] },
} as const;
const CLIENT = {
  UserPoolId: POOL_ID,
  ClientName: { length: [1, 128], pattern: "[\\w\\s+=,.@-]+" },
  RefreshTokenValidity: { range: [0, 315_360_000] },
  AccessTokenValidity: { range: [1, 86_400] },
  IdTokenValidity: { range: [1, 86_400] },
  AuthSessionValidity: { range: [3, 15] },
  "RefreshTokenRotation.Feature": { oneOf: ["ENABLED", "DISABLED"] },
  "RefreshTokenRotation.RetryGracePeriodSeconds": { range: [0, 60] },
  CallbackURLs: { length: [0, 100] },
  LogoutURLs: { length: [0, 100] },
  AllowedOAuthFlows: { length: [0, 3] },
  "AllowedOAuthFlows.member": { oneOf: ["code", "implicit", "client_credentials"] },
  AllowedOAuthScopes: { length: [0, 50] },
  "ExplicitAuthFlows.member": {
    oneOf: [
      "ADMIN_NO_SRP_AUTH",
      "CUSTOM_AUTH_FLOW_ONLY",
      "USER_PASSWORD_AUTH",
      "ALLOW_ADMIN_USER_PASSWORD_AUTH",
      "ALLOW_CUSTOM_AUTH",
      "ALLOW_USER_PASSWORD_AUTH",
      "ALLOW_USER_SRP_AUTH",
      "ALLOW_REFRESH_TOKEN_AUTH",
      "ALLOW_USER_AUTH",
      "ALLOW_CLIENT_TOKEN_AUTH",
    ],
  },
  PreventUserExistenceErrors: { oneOf: ["LEGACY", "ENABLED"] },
} as const;
const USER = { UserPoolId: POOL_ID, Username: USERNAME } as const;
const GROUP_SETTINGS = {
  UserPoolId: POOL_ID,
  GroupName: GROUP,
  Description: { length: [0, 2048] },
  RoleArn: { length: [20, 2048] },
  Precedence: { range: [0, 2_147_483_647] },
} as const;
const SERVER = {
  UserPoolId: POOL_ID,
  Identifier: { length: [1, 256], pattern: "[\\x21\\x23-\\x5B\\x5D-\\x7E]+" },
  Name: { length: [1, 256], pattern: "[\\w\\s+=,.@-]+" },
  Scopes: { length: [0, 100] },
  "Scopes.member.ScopeName": { length: [1, 256], pattern: "[\\x21\\x23-\\x2E\\x30-\\x5B\\x5D-\\x7E]+" },
  "Scopes.member.ScopeDescription": { length: [1, 256] },
} as const;
const PROVIDER_NAME = { length: [1, 32], pattern: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\p{Z}]+" } as const;
const PROVIDER = {
  UserPoolId: POOL_ID,
  "AttributeMapping.key": { length: [1, 32] },
  IdpIdentifiers: { length: [0, 50] },
  "IdpIdentifiers.member": { length: [1, 40], pattern: "[\\w\\s+=.@-]+" },
} as const;
// Names of customers' own are domains, too: which characters each kind has is the operations' to ask.
const DOMAIN = { length: [1, 63], pattern: "[a-z0-9](?:[a-z0-9.\\-]{0,61}[a-z0-9])?" } as const;

export const constraints: Constraints = {
  AddCustomAttributes: {
    UserPoolId: POOL_ID,
    CustomAttributes: { length: [1, 25] },
    "CustomAttributes.member.Name": { length: [1, 20] },
  },
  AddUserPoolClientSecret: {
    UserPoolId: POOL_ID,
    ClientId: CLIENT_ID,
    ClientSecret: { length: [24, 64], pattern: "[\\w+]+" },
  },
  AdminAddUserToGroup: { ...USER, GroupName: GROUP },
  AdminConfirmSignUp: USER,
  AdminCreateUser: {
    ...USER,
    TemporaryPassword: PASSWORD,
    MessageAction: { oneOf: ["RESEND", "SUPPRESS"] },
    ...ATTRIBUTES,
  },
  AdminDeleteSoftwareToken: USER,
  AdminDeleteUser: USER,
  AdminDeleteUserAttributes: USER,
  AdminDisableProviderForUser: { UserPoolId: POOL_ID, "User.ProviderName": PROVIDER_NAME },
  AdminDisableUser: USER,
  AdminEnableUser: USER,
  AdminGetUser: USER,
  AdminGetUserAuthFactors: USER,
  AdminInitiateAuth: { UserPoolId: POOL_ID, ClientId: CLIENT_ID },
  AdminLinkProviderForUser: {
    UserPoolId: POOL_ID,
    "DestinationUser.ProviderName": PROVIDER_NAME,
    "SourceUser.ProviderName": PROVIDER_NAME,
  },
  AdminListGroupsForUser: { ...USER, Limit: { range: [0, 60] } },
  AdminRemoveUserFromGroup: { ...USER, GroupName: GROUP },
  AdminResetUserPassword: USER,
  AdminRespondToAuthChallenge: { UserPoolId: POOL_ID, ClientId: CLIENT_ID, Session: SESSION },
  AdminSetUserMFAPreference: USER,
  AdminSetUserPassword: { ...USER, Password: PASSWORD },
  AdminSetUserSettings: USER,
  AdminUpdateUserAttributes: { ...USER, ...ATTRIBUTES },
  AdminUserGlobalSignOut: USER,
  AssociateSoftwareToken: { AccessToken: TOKEN, Session: SESSION },
  ChangePassword: { AccessToken: TOKEN, PreviousPassword: PASSWORD, ProposedPassword: PASSWORD },
  ConfirmForgotPassword: { ClientId: CLIENT_ID, Username: USERNAME, ConfirmationCode: CODE, Password: PASSWORD },
  ConfirmSignUp: { ClientId: CLIENT_ID, Username: USERNAME, ConfirmationCode: CODE },
  CreateGroup: GROUP_SETTINGS,
  CreateIdentityProvider: {
    ...PROVIDER,
    ProviderName: { length: [1, 32], pattern: "[^_\\p{Z}][\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}][^_\\p{Z}]+" },
    ProviderType: { oneOf: ["SAML", "Facebook", "Google", "LoginWithAmazon", "SignInWithApple", "OIDC"] },
  },
  CreateResourceServer: SERVER,
  CreateUserPool: {
    PoolName: { length: [1, 128], pattern: "[\\w\\s+=,.@-]+" },
    ...SETTINGS,
    Schema: { length: [1, 50] },
  },
  CreateUserPoolClient: CLIENT,
  CreateUserPoolDomain: { UserPoolId: POOL_ID, Domain: DOMAIN },
  DeleteGroup: { UserPoolId: POOL_ID, GroupName: GROUP },
  DeleteIdentityProvider: { UserPoolId: POOL_ID, ProviderName: PROVIDER_NAME },
  DeleteResourceServer: { UserPoolId: POOL_ID },
  DeleteUser: { AccessToken: TOKEN },
  DeleteUserAttributes: { AccessToken: TOKEN },
  DeleteUserPool: { UserPoolId: POOL_ID },
  DeleteUserPoolClient: { UserPoolId: POOL_ID, ClientId: CLIENT_ID },
  DeleteUserPoolClientSecret: { UserPoolId: POOL_ID, ClientId: CLIENT_ID },
  DeleteUserPoolDomain: { UserPoolId: POOL_ID, Domain: DOMAIN },
  DescribeIdentityProvider: { UserPoolId: POOL_ID, ProviderName: PROVIDER_NAME },
  DescribeResourceServer: { UserPoolId: POOL_ID },
  DescribeUserPool: { UserPoolId: POOL_ID },
  DescribeUserPoolClient: { UserPoolId: POOL_ID, ClientId: CLIENT_ID },
  DescribeUserPoolDomain: { Domain: DOMAIN },
  ForgotPassword: { ClientId: CLIENT_ID, Username: USERNAME },
  GetClientToken: { ClientId: CLIENT_ID },
  GetGroup: { UserPoolId: POOL_ID, GroupName: GROUP },
  GetIdentityProviderByIdentifier: {
    UserPoolId: POOL_ID,
    IdpIdentifier: { length: [1, 40], pattern: "[\\w\\s+=.@-]+" },
  },
  GetTokensFromRefreshToken: { ClientId: CLIENT_ID, RefreshToken: TOKEN },
  GetUser: { AccessToken: TOKEN },
  GetUserAttributeVerificationCode: { AccessToken: TOKEN, AttributeName: { length: [1, 32] } },
  GetUserAuthFactors: { AccessToken: TOKEN },
  GetUserPoolMfaConfig: { UserPoolId: POOL_ID },
  GlobalSignOut: { AccessToken: TOKEN },
  InitiateAuth: { ClientId: CLIENT_ID },
  ListGroups: { UserPoolId: POOL_ID, Limit: { range: [0, 60] } },
  ListIdentityProviders: { UserPoolId: POOL_ID, MaxResults: { range: [0, 60] } },
  ListResourceServers: { UserPoolId: POOL_ID, MaxResults: { range: [1, 50] } },
  ListUserPoolClientSecrets: { UserPoolId: POOL_ID, ClientId: CLIENT_ID },
  ListUserPoolClients: { UserPoolId: POOL_ID, MaxResults: PAGE },
  ListUserPools: { MaxResults: PAGE },
  ListUsers: { UserPoolId: POOL_ID, Limit: { range: [0, 60] }, Filter: { length: [0, 256] } },
  ListUsersInGroup: { UserPoolId: POOL_ID, GroupName: GROUP, Limit: { range: [0, 60] } },
  ResendConfirmationCode: { ClientId: CLIENT_ID, Username: USERNAME },
  RespondToAuthChallenge: { ClientId: CLIENT_ID, Session: SESSION },
  RevokeToken: { ClientId: CLIENT_ID, Token: TOKEN },
  SetUserMFAPreference: { AccessToken: TOKEN },
  SetUserPoolMfaConfig: { UserPoolId: POOL_ID, MfaConfiguration: { oneOf: ["OFF", "ON", "OPTIONAL"] } },
  SetUserSettings: { AccessToken: TOKEN },
  SignUp: { ClientId: CLIENT_ID, Username: USERNAME, Password: PASSWORD, ...ATTRIBUTES },
  UpdateGroup: GROUP_SETTINGS,
  UpdateIdentityProvider: { ...PROVIDER, ProviderName: PROVIDER_NAME },
  UpdateResourceServer: SERVER,
  UpdateUserAttributes: { AccessToken: TOKEN, ...ATTRIBUTES },
  UpdateUserPool: { UserPoolId: POOL_ID, ...SETTINGS },
  UpdateUserPoolDomain: { UserPoolId: POOL_ID, Domain: DOMAIN },
  UpdateUserPoolClient: { ...CLIENT, ClientId: CLIENT_ID },
  VerifySoftwareToken: { AccessToken: TOKEN, Session: SESSION, UserCode: { length: [6, 6], pattern: "[0-9]+" } },
  VerifyUserAttribute: { AccessToken: TOKEN, Code: CODE },
};
