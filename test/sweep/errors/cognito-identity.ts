// How each documented error of identity pools is provoked.

import { MOST_LOGINS } from "../../../src/services/cognito-identity/identities.ts";
import { type ErrorTable, type Grounds, instead, sweepOf, unprovokable } from "./table.ts";

interface Made {
  /** A pool with guests and a customer's own users, both flows open. */
  readonly pool: string;
  readonly poolArn: string;
  /** One in which nothing is open. */
  readonly shut: string;
  /** A guest's identity, and one of a customer's own user. */
  readonly guest: string;
  readonly member: string;
  readonly roleArn: string;
  /** The id token of a user of a user pool that the pool takes, and of one who has another identity. */
  readonly provider: string;
  readonly token: string;
  /** Whose login "token" is. */
  readonly owner: string;
}

async function prepare({ aws, account, name, yard }: Grounds): Promise<Made> {
  const settings = {
    AllowUnauthenticatedIdentities: true,
    AllowClassicFlow: true,
    DeveloperProviderName: "login.app",
    IdentityPoolName: name(),
  };
  const { UserPool } = await aws.cognitoUserPools.createUserPool({ PoolName: name() });
  const UserPoolId = UserPool?.Id ?? "";
  const { UserPoolClient } = await aws.cognitoUserPools.createUserPoolClient({
    UserPoolId,
    ClientName: "app",
    ExplicitAuthFlows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
  });
  const ClientId = UserPoolClient?.ClientId ?? "";
  const Username = "ann";
  const Password = "Passw0rd!";
  await aws.cognitoUserPools.adminCreateUser({ UserPoolId, Username, MessageAction: "SUPPRESS" });
  await aws.cognitoUserPools.adminSetUserPassword({ UserPoolId, Username, Password, Permanent: true });
  const { AuthenticationResult: tokens } = await aws.cognitoUserPools.adminInitiateAuth({
    UserPoolId,
    ClientId,
    AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: Username, PASSWORD: Password },
  });
  const token = tokens?.IdToken ?? "";
  const provider = `cognito-idp.${account.region}.amazonaws.com/${UserPoolId}`;
  const { IdentityPoolId: pool } = await aws.cognitoIdentity.createIdentityPool({
    ...settings,
    CognitoIdentityProviders: [{ ProviderName: provider, ClientId }],
  });
  const { IdentityPoolId: shut } = await aws.cognitoIdentity.createIdentityPool({
    IdentityPoolName: name(),
    AllowUnauthenticatedIdentities: false,
  });
  const RoleName = name();
  const { Role } = await aws.iam.createRole({
    RoleName,
    AssumeRolePolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: "cognito-identity.amazonaws.com" },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringEquals: { "cognito-identity.amazonaws.com:aud": pool } },
        },
      ],
    }),
  });
  const roleArn = Role?.Arn ?? "";
  const Roles = { authenticated: roleArn, unauthenticated: roleArn };
  await aws.cognitoIdentity.setIdentityPoolRoles({ IdentityPoolId: pool, Roles });
  const { IdentityId: guest = "" } = await aws.cognitoIdentity.getId({ IdentityPoolId: pool });
  const { IdentityId: owner = "" } = await aws.cognitoIdentity.getId({
    IdentityPoolId: pool,
    Logins: { [provider]: token },
  });
  const { IdentityId: member = "" } = await aws.cognitoIdentity.getOpenIdTokenForDeveloperIdentity({
    IdentityPoolId: pool,
    Logins: { "login.app": "member" },
  });
  const poolArn = `arn:aws:cognito-identity:${yard.yard.region}:${account.account}:identitypool/${pool}`;
  return { pool, poolArn, shut, guest, member, roleArn, provider, token, owner };
}

const NOBODY = "us-east-1:00000000-0000-4000-8000-000000000000";
type Entry = ErrorTable<Made>["everywhere"][string];

/** AWS: "Identity-based policies": IAM's denials of the customer's own operations have a code of their own. */
const DENIED: Entry = instead(
  {
    code: "AccessDeniedException",
    status: 400,
    reason: "IAM's denials are AccessDeniedException, as of all JSON services.",
  },
  async ({ user }, ask) => ask({}, await user()),
);
const WELL_FORMED = instead<Made>(
  {
    code: "ValidationException",
    status: 400,
    reason: "Members outside of their constraints are answered so; see public reports of identityPoolId's pattern.",
  },
  (_, ask) =>
    ask({ IdentityPoolId: "x", IdentityId: "x", IdentityIdsToDelete: ["x"], MaxResults: 61, ResourceArn: "x" }),
);
const NO_EXTERNAL_SERVICE = unprovokable(
  "The keys of user pools are at hand; OpenID providers' are tested by themselves.",
);
const NO_CONFLICT = unprovokable("A change is one transaction: none meets another half-way.");
const NO_LIMIT = unprovokable(
  "AWS lets an account have a thousand pools and more on request; a yard keeps what the disk holds.",
);
const GONE: Entry = (_, ask) => ask({ IdentityId: NOBODY });
const NOT_MINE: Entry = (_, ask) => ask({ Logins: { "accounts.google.com": "x" } });
/** A login of somebody else, for an identity that has one. */
const TAKEN: Entry = ({ member, provider, token, aws, pool }, ask) => {
  const own = aws.cognitoIdentity.getOpenIdTokenForDeveloperIdentity({
    IdentityPoolId: pool,
    Logins: { "login.app": "member" },
  });
  return own.then(({ Token = "" }) =>
    ask({ IdentityId: member, Logins: { "cognito-identity.amazonaws.com": Token, [provider]: token } }),
  );
};

/** The errors sweep of identity pools. */
export const cognitoIdentity = sweepOf<Made>({
  service: "cognito-identity",
  prepare,
  // AWS: the service answers all of them with 400, as JSON 1.1 does (public reports: "AmazonCognitoIdentity; Status Code: 400; Error Code:
  // NotAuthorizedException"), whatever statuses its model has.
  statuses: {
    ExternalServiceException: 400,
    NotAuthorizedException: 400,
    ResourceConflictException: 400,
    ResourceNotFoundException: 400,
  },
  inputs: {
    CreateIdentityPool: ({ name }) => ({ IdentityPoolName: name(), AllowUnauthenticatedIdentities: false }),
    DeleteIdentities: ({ guest }) => ({ IdentityIdsToDelete: [guest] }),
    DeleteIdentityPool: ({ pool }) => ({ IdentityPoolId: pool }),
    DescribeIdentity: ({ guest }) => ({ IdentityId: guest }),
    DescribeIdentityPool: ({ pool }) => ({ IdentityPoolId: pool }),
    GetCredentialsForIdentity: ({ guest }) => ({ IdentityId: guest }),
    GetId: ({ pool }) => ({ IdentityPoolId: pool }),
    GetIdentityPoolRoles: ({ pool }) => ({ IdentityPoolId: pool }),
    GetOpenIdToken: ({ guest }) => ({ IdentityId: guest }),
    GetOpenIdTokenForDeveloperIdentity: ({ pool }) => ({ IdentityPoolId: pool, Logins: { "login.app": "somebody" } }),
    GetPrincipalTagAttributeMap: ({ pool, provider }) => ({ IdentityPoolId: pool, IdentityProviderName: provider }),
    ListIdentities: ({ pool }) => ({ IdentityPoolId: pool, MaxResults: 1 }),
    ListIdentityPools: () => ({ MaxResults: 1 }),
    ListTagsForResource: ({ poolArn }) => ({ ResourceArn: poolArn }),
    LookupDeveloperIdentity: ({ pool }) => ({ IdentityPoolId: pool, DeveloperUserIdentifier: "member" }),
    MergeDeveloperIdentities: ({ pool }) => ({
      IdentityPoolId: pool,
      DeveloperProviderName: "login.app",
      SourceUserIdentifier: "somebody",
      DestinationUserIdentifier: "member",
    }),
    SetIdentityPoolRoles: ({ pool, roleArn }) => ({ IdentityPoolId: pool, Roles: { authenticated: roleArn } }),
    SetPrincipalTagAttributeMap: ({ pool, provider }) => ({ IdentityPoolId: pool, IdentityProviderName: provider }),
    TagResource: ({ poolArn }) => ({ ResourceArn: poolArn, Tags: { key: "value" } }),
    UnlinkDeveloperIdentity: ({ pool, member }) => ({
      IdentityPoolId: pool,
      IdentityId: member,
      DeveloperProviderName: "login.app",
      DeveloperUserIdentifier: "member",
    }),
    UnlinkIdentity: ({ owner, provider, token }) => ({
      IdentityId: owner,
      Logins: { [provider]: token },
      LoginsToRemove: [],
    }),
    UntagResource: ({ poolArn }) => ({ ResourceArn: poolArn, TagKeys: ["key"] }),
    UpdateIdentityPool: ({ pool, name }) => ({
      IdentityPoolId: pool,
      IdentityPoolName: name(),
      AllowUnauthenticatedIdentities: true,
    }),
  },
  everywhere: {
    ConcurrentModificationException: NO_CONFLICT,
    ExternalServiceException: NO_EXTERNAL_SERVICE,
    InternalErrorException: unprovokable("It would be a bug of ours."),
    InvalidParameterException: WELL_FORMED,
    LimitExceededException: NO_LIMIT,
    NotAuthorizedException: DENIED,
    ResourceConflictException: NO_CONFLICT,
    ResourceNotFoundException: (_, ask) => ask({ IdentityPoolId: NOBODY }),
    TooManyRequestsException: unprovokable("AWS's rates of requests protect what accounts share; a yard has none."),
  },
  operations: {
    CreateIdentityPool: {
      InvalidParameterException: (_, ask) => ask({ CognitoIdentityProviders: [{ ClientId: "x" }] }),
    },
    DescribeIdentity: { ResourceNotFoundException: GONE },
    GetCredentialsForIdentity: {
      InvalidIdentityPoolConfigurationException: async ({ aws, name }, ask) => {
        const { IdentityPoolId } = await aws.cognitoIdentity.createIdentityPool({
          IdentityPoolName: name(),
          AllowUnauthenticatedIdentities: true,
        });
        return ask({ IdentityId: (await aws.cognitoIdentity.getId({ IdentityPoolId })).IdentityId });
      },
      NotAuthorizedException: ({ member }, ask) => ask({ IdentityId: member }),
      ResourceConflictException: TAKEN,
      ResourceNotFoundException: GONE,
    },
    GetId: {
      LimitExceededException: async ({ aws, pool, provider, token, call }) => {
        // An identity that has all the logins that one can have, and takes one more.
        const Logins = { "login.app": "full-0" };
        const { IdentityId, Token = "" } = await aws.cognitoIdentity.getOpenIdTokenForDeveloperIdentity({
          IdentityPoolId: pool,
          Logins,
        });
        for (let made = 1; made < MOST_LOGINS; made += 1)
          await aws.cognitoIdentity.getOpenIdTokenForDeveloperIdentity({
            IdentityPoolId: pool,
            IdentityId,
            Logins: { "login.app": `full-${made}` },
          });
        const { IdentityId: before = "" } = await aws.cognitoIdentity.getId({
          IdentityPoolId: pool,
          Logins: { [provider]: token },
        });
        await aws.cognitoIdentity.deleteIdentities({ IdentityIdsToDelete: [before] });
        return call("GetId", {
          IdentityPoolId: pool,
          Logins: { "cognito-identity.amazonaws.com": Token, [provider]: token },
        });
      },
      NotAuthorizedException: ({ shut }, ask) => ask({ IdentityPoolId: shut }),
      ResourceConflictException: async ({ aws, pool, provider, token }, ask) => {
        const { Token = "" } = await aws.cognitoIdentity.getOpenIdTokenForDeveloperIdentity({
          IdentityPoolId: pool,
          Logins: { "login.app": "member" },
        });
        await aws.cognitoIdentity.getId({ IdentityPoolId: pool, Logins: { [provider]: token } });
        return ask({ Logins: { "cognito-identity.amazonaws.com": Token, [provider]: token } });
      },
    },
    GetOpenIdToken: {
      NotAuthorizedException: NOT_MINE,
      ResourceConflictException: TAKEN,
      ResourceNotFoundException: GONE,
    },
    GetOpenIdTokenForDeveloperIdentity: {
      DeveloperUserAlreadyRegisteredException: ({ guest }, ask) =>
        ask({ IdentityId: guest, Logins: { "login.app": "member" } }),
      InvalidParameterException: (_, ask) => ask({ Logins: { "login.other": "x" } }),
      ResourceConflictException: async ({ aws, pool, provider, token }, ask) => {
        await aws.cognitoIdentity.getId({ IdentityPoolId: pool, Logins: { [provider]: token } });
        return ask({ Logins: { "login.app": "member", [provider]: token } });
      },
    },
    ListIdentities: { InvalidParameterException: (_, ask) => ask({ NextToken: "x" }) },
    ListIdentityPools: {
      InvalidParameterException: (_, ask) => ask({ NextToken: "x" }),
      ResourceNotFoundException: unprovokable("It names no resource."),
    },
    ListTagsForResource: {
      InvalidParameterException: (_, ask) => ask({ ResourceArn: "arn:aws:s3:::a-bucket-of-ours" }),
      ResourceNotFoundException: ({ poolArn, pool }, ask) => ask({ ResourceArn: poolArn.replace(pool, NOBODY) }),
    },
    LookupDeveloperIdentity: {
      InvalidParameterException: (_, ask) => ask({ DeveloperUserIdentifier: undefined }),
      ResourceConflictException: ({ guest }, ask) => ask({ IdentityId: guest }),
    },
    MergeDeveloperIdentities: {
      InvalidParameterException: (_, ask) => ask({ DeveloperProviderName: "login.other" }),
      ResourceConflictException: (_, ask) => ask({ SourceUserIdentifier: "member" }),
    },
    SetIdentityPoolRoles: {
      InvalidParameterException: (_, ask) => ask({ RoleMappings: { "accounts.google.com": { Type: "Token" } } }),
    },
    TagResource: {
      InvalidParameterException: (_, ask) => ask({ ResourceArn: "arn:aws:s3:::a-bucket-of-ours" }),
      ResourceNotFoundException: ({ poolArn, pool }, ask) => ask({ ResourceArn: poolArn.replace(pool, NOBODY) }),
    },
    UnlinkDeveloperIdentity: {
      InvalidParameterException: (_, ask) => ask({ DeveloperProviderName: "login.other" }),
    },
    UnlinkIdentity: {
      NotAuthorizedException: ({ guest }, ask) => ask({ IdentityId: guest }),
      ResourceNotFoundException: GONE,
    },
    UntagResource: {
      InvalidParameterException: (_, ask) => ask({ ResourceArn: "arn:aws:s3:::a-bucket-of-ours" }),
      ResourceNotFoundException: ({ poolArn, pool }, ask) => ask({ ResourceArn: poolArn.replace(pool, NOBODY) }),
    },
    UpdateIdentityPool: {
      InvalidParameterException: (_, ask) => ask({ CognitoIdentityProviders: [{ ClientId: "x" }] }),
    },
  },
});
