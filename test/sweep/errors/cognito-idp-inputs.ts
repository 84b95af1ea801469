// For each operation of user pools an input that it takes, and what makes it call a pool's functions or send a text message.

import { type Made, PASSWORD } from "./cognito-idp-grounds.ts";
import type { ErrorTable, Grounds } from "./table.ts";

type Inputs = ErrorTable<Made>["inputs"];
/** Members with which an operation does it, of people who are new each time. */
type Changes = Readonly<Record<string, (made: Made & Grounds) => object | Promise<object>>>;

const onPool = ({ pool }: Made): object => ({ UserPoolId: pool });
const onAnn = ({ pool, ann }: Made): object => ({ UserPoolId: pool, Username: ann.Username });
const asAnn = ({ ann }: Made): object => ({ AccessToken: ann.AccessToken });
const onGroup = ({ pool, group }: Made): object => ({ UserPoolId: pool, GroupName: group });
const onServer = ({ pool, server }: Made): object => ({ UserPoolId: pool, Identifier: server, Name: server });
const onClient = ({ pool, client }: Made): object => ({ UserPoolId: pool, ClientId: client });
const attribute = (Name: string, Value: string) => [{ Name, Value }];
const password = (USERNAME: string) => ({ AuthParameters: { USERNAME, PASSWORD } });
const chosen = { ChallengeName: "NEW_PASSWORD_REQUIRED" };

export const inputs: Inputs = {
  AddCustomAttributes: ({ pool, name }) => ({
    UserPoolId: pool,
    CustomAttributes: [{ Name: name(), AttributeDataType: "String" }],
  }),
  AdminAddUserToGroup: (made) => ({ ...onAnn(made), ...onGroup(made) }),
  AdminConfirmSignUp: ({ pool, newcomer }) => ({ UserPoolId: pool, Username: newcomer }),
  AdminCreateUser: ({ pool, name }) => ({ UserPoolId: pool, Username: name() }),
  AdminDeleteUser: onAnn,
  AdminDeleteUserAttributes: (made) => ({ ...onAnn(made), UserAttributeNames: ["nickname"] }),
  AdminDisableUser: onAnn,
  AdminEnableUser: onAnn,
  AdminGetUser: onAnn,
  AdminInitiateAuth: (made) => ({
    ...onClient(made),
    AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
    ...password(made.ann.Username),
  }),
  AdminListGroupsForUser: onAnn,
  AdminRemoveUserFromGroup: (made) => ({ ...onAnn(made), ...onGroup(made) }),
  AdminResetUserPassword: onAnn,
  AdminRespondToAuthChallenge: (made) => ({ ...onClient(made), ...chosen, ChallengeResponses: answers(made.newcomer) }),
  AdminSetUserMFAPreference: onAnn,
  AdminSetUserPassword: (made) => ({ ...onAnn(made), Password: PASSWORD, Permanent: true }),
  AdminUpdateUserAttributes: (made) => ({ ...onAnn(made), UserAttributes: attribute("nickname", "annie") }),
  AdminUserGlobalSignOut: onAnn,
  AssociateSoftwareToken: asAnn,
  ChangePassword: (made) => ({ ...asAnn(made), PreviousPassword: PASSWORD, ProposedPassword: PASSWORD }),
  ConfirmForgotPassword: ({ client, ann }) => ({
    ClientId: client,
    Username: ann.Username,
    ConfirmationCode: "000000",
    Password: PASSWORD,
  }),
  ConfirmSignUp: ({ client, newcomer }) => ({ ClientId: client, Username: newcomer, ConfirmationCode: "000000" }),
  CreateGroup: ({ pool, name }) => ({ UserPoolId: pool, GroupName: name() }),
  CreateResourceServer: ({ pool, name }) => ({ UserPoolId: pool, Identifier: name(), Name: "server" }),
  CreateUserPool: ({ name }) => ({ PoolName: name() }),
  CreateUserPoolClient: ({ pool, name }) => ({ UserPoolId: pool, ClientName: name() }),
  CreateUserPoolDomain: ({ texting, name }) => ({ UserPoolId: texting, Domain: name() }),
  DeleteGroup: onGroup,
  DeleteResourceServer: onServer,
  DeleteUser: asAnn,
  DeleteUserAttributes: (made) => ({ ...asAnn(made), UserAttributeNames: ["nickname"] }),
  DeleteUserPool: onPool,
  DeleteUserPoolClient: onClient,
  DeleteUserPoolDomain: ({ pool, domain }) => ({ UserPoolId: pool, Domain: domain }),
  DescribeResourceServer: onServer,
  DescribeUserPool: onPool,
  DescribeUserPoolClient: onClient,
  DescribeUserPoolDomain: ({ domain }) => ({ Domain: domain }),
  ForgotPassword: ({ client, ann }) => ({ ClientId: client, Username: ann.Username }),
  GetGroup: onGroup,
  GetTokensFromRefreshToken: ({ client, ann }) => ({ ClientId: client, RefreshToken: ann.RefreshToken }),
  GetUser: asAnn,
  GetUserAttributeVerificationCode: (made) => ({ ...asAnn(made), AttributeName: "email" }),
  GetUserPoolMfaConfig: onPool,
  GlobalSignOut: asAnn,
  InitiateAuth: ({ client, ann }) => ({
    ClientId: client,
    AuthFlow: "USER_PASSWORD_AUTH",
    ...password(ann.Username),
  }),
  ListGroups: onPool,
  ListResourceServers: (made) => ({ ...onPool(made), MaxResults: 1 }),
  ListTagsForResource: ({ poolArn }) => ({ ResourceArn: poolArn }),
  ListUserPoolClients: onPool,
  ListUserPools: () => ({ MaxResults: 1 }),
  ListUsers: onPool,
  ListUsersInGroup: onGroup,
  ResendConfirmationCode: ({ client, newcomer }) => ({ ClientId: client, Username: newcomer }),
  RespondToAuthChallenge: ({ client, newcomer }) => ({
    ClientId: client,
    ...chosen,
    ChallengeResponses: answers(newcomer),
  }),
  RevokeToken: ({ client, ann }) => ({ ClientId: client, Token: ann.RefreshToken }),
  SetUserMFAPreference: asAnn,
  SetUserPoolMfaConfig: onPool,
  SignUp: ({ client, name }) => ({ ClientId: client, Username: name(), Password: PASSWORD }),
  TagResource: ({ poolArn }) => ({ ResourceArn: poolArn, Tags: { key: "value" } }),
  UntagResource: ({ poolArn }) => ({ ResourceArn: poolArn, TagKeys: ["key"] }),
  UpdateGroup: onGroup,
  UpdateResourceServer: onServer,
  UpdateUserAttributes: (made) => ({ ...asAnn(made), UserAttributes: attribute("nickname", "annie") }),
  UpdateUserPool: onPool,
  UpdateUserPoolClient: onClient,
  VerifySoftwareToken: (made) => ({ ...asAnn(made), UserCode: "000000" }),
  VerifyUserAttribute: (made) => ({ ...asAnn(made), AttributeName: "email", Code: "000000" }),
};

/** What answers the challenge of a new password. */
export function answers(USERNAME: string, change: Readonly<Record<string, string>> = {}) {
  return { USERNAME, NEW_PASSWORD: PASSWORD, ...change };
}

const newMail = { UserAttributes: attribute("email", "new@example.com") };
const begin = async ({ beginner }: Made) => {
  const { Username, Session } = await beginner();
  return { Session, ChallengeResponses: answers(Username) };
};

/** What makes an operation call a function of the pool. */
export const calling: Changes = {
  AdminConfirmSignUp: async ({ signedUp }) => ({ Username: (await signedUp()).Username }),
  AdminCreateUser: () => ({}),
  AdminInitiateAuth: () => ({}),
  AdminResetUserPassword: async ({ person }) => ({ Username: (await person()).Username }),
  AdminRespondToAuthChallenge: begin,
  AdminUpdateUserAttributes: async ({ person }) => ({ Username: (await person()).Username, ...newMail }),
  async ConfirmForgotPassword({ person, pool, aws, lastCode, name }) {
    const email = `${name()}@example.com`;
    const { Username } = await person({ email });
    await aws.cognitoUserPools.adminResetUserPassword({ UserPoolId: pool, Username });
    return { Username, ConfirmationCode: lastCode(email) };
  },
  ConfirmSignUp: ({ signedUp }) => signedUp(),
  ForgotPassword: () => ({}),
  GetTokensFromRefreshToken: () => ({}),
  GetUserAttributeVerificationCode: () => ({}),
  InitiateAuth: () => ({}),
  ResendConfirmationCode: () => ({}),
  RespondToAuthChallenge: begin,
  SignUp: () => ({}),
  UpdateUserAttributes: async ({ person }) => ({ AccessToken: (await person()).AccessToken, ...newMail }),
};

/** What makes an operation send a text message to a number. */
export const texts = (number: string): Changes => {
  const phone = { UserAttributes: attribute("phone_number", number) };
  const other = { UserAttributes: attribute("phone_number", `${number}0`) };
  const inPool = ({ texting }: Made) => ({ UserPoolId: texting });
  const inClient = ({ textingClient }: Made) => ({ ClientId: textingClient });
  return {
    AdminCreateUser: (made) => ({ ...inPool(made), ...phone, DesiredDeliveryMediums: ["SMS"] }),
    AdminInitiateAuth: async (made) => ({
      ...inPool(made),
      ...inClient(made),
      ...password((await made.texter(number)).Username),
    }),
    AdminResetUserPassword: async (made) => ({ ...inPool(made), Username: (await made.texter(number)).Username }),
    AdminRespondToAuthChallenge: async (made) => ({
      ...inPool(made),
      ...inClient(made),
      Session: await made.textingBeginner(number),
    }),
    AdminUpdateUserAttributes: async (made) => ({
      ...inPool(made),
      Username: (await made.texter(number)).Username,
      ...other,
    }),
    ForgotPassword: async (made) => ({ ...inClient(made), Username: (await made.texter(number)).Username }),
    GetUserAttributeVerificationCode: async (made) => ({
      AccessToken: (await made.texter(number)).AccessToken,
      AttributeName: "phone_number",
    }),
    InitiateAuth: async (made) => ({ ...inClient(made), ...password((await made.texter(number)).Username) }),
    async ResendConfirmationCode(made) {
      const Username = made.name();
      const ofHers = { ...inClient(made), Username, Password: PASSWORD };
      // Whoever signs up is there, even if the code does not come.
      await made.call("SignUp", { ...ofHers, ...phone }).catch(() => undefined);
      return ofHers;
    },
    RespondToAuthChallenge: async (made) => ({ ...inClient(made), Session: await made.textingBeginner(number) }),
    SignUp: (made) => ({ ...inClient(made), ...phone }),
    UpdateUserAttributes: async (made) => ({ AccessToken: (await made.texter(number)).AccessToken, ...other }),
  };
};
