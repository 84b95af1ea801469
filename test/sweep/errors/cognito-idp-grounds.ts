// What the errors of user pools stand on: a pool for applications, one that sends text messages, functions that fail, and people in every
// state, made anew for each error that changes them.

import { zipOf } from "../../../src/sandbox/testing/functions.ts";
import type { InboxMail } from "../../../src/services/cognito-idp/inbox.ts";
import { totp } from "../../../src/kernel/totp.ts";
import type { Grounds } from "./table.ts";

export const PASSWORD = "Passw0rd!";
const MAIL = "ann@example.com";
const FLOWS = [
  "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  "ALLOW_CUSTOM_AUTH",
  "ALLOW_REFRESH_TOKEN_AUTH",
  "ALLOW_USER_PASSWORD_AUTH",
  "ALLOW_USER_SRP_AUTH",
] as const;
const TEXTS = { AutoVerifiedAttributes: ["phone_number" as const] };
const STEP_MS = 30_000;

/** A user with what they hold. */
export interface Person {
  readonly Username: string;
  readonly AccessToken: string;
  readonly RefreshToken: string;
}

export interface Made {
  /** Users sign in with names, addresses and preferred names; authenticator apps can be second factors. */
  readonly pool: string;
  readonly poolArn: string;
  readonly client: string;
  /** A client of it with a secret, and one whose tokens cannot be revoked. */
  readonly secretive: string;
  readonly deaf: string;
  /** A second pool whose codes and second factors are text messages, and its client. */
  readonly texting: string;
  readonly textingClient: string;
  readonly roleArn: string;
  /** Confirmed, with a verified address; nobody changes her. */
  readonly ann: Person;
  readonly annsMail: string;
  /** Her user in the pool goes by this preferred name. */
  readonly annsOtherName: string;
  /** Signed up, and not confirmed. */
  readonly newcomer: string;
  readonly group: string;
  readonly server: string;
  readonly domain: string;
  /** Functions by what they do: one says no, one answers nonsense, one is not there. */
  readonly functions: { readonly refusing: string; readonly confused: string; readonly missing: string };
  /** Somebody new, confirmed and signed in. */
  person(attributes?: Readonly<Record<string, string>>): Promise<Person>;
  /** Somebody new who has signed up and got a code. */
  signedUp(mail?: string): Promise<{ readonly Username: string; readonly ConfirmationCode: string }>;
  /** A session of somebody new who has to choose a password. */
  beginner(): Promise<{ readonly Username: string; readonly Session: string }>;
  /** Somebody new whose password was reset. */
  forgetful(): Promise<Person>;
  /** A session that waits for an app's code, and the code that was used to set the app up. */
  waiting(): Promise<{ readonly Username: string; readonly Session: string; readonly usedCode: string }>;
  /** Somebody new of the pool with text messages: signed in, with that as second factor. */
  texter(number: string): Promise<Person>;
  /** A session of somebody new there who has to choose a password, and then to give a text message's code. */
  textingBeginner(number: string): Promise<string>;
  /** What the role for text messages is good for from now on. */
  setRole(may: { readonly isTrusting: boolean; readonly isPublishing: boolean }): Promise<unknown>;
  /** Does something while a function is called for everything that happens in the pool. */
  whileCalling(functionArn: string, work: () => Promise<unknown>): Promise<unknown>;
  /** Does something while second factors of the pools are the other ones. */
  whileFactorsAreOther(work: () => Promise<unknown>): Promise<unknown>;
  /** The last code that was sent to somebody. */
  lastCode(to: string): string;
}

/** Makes it. */
export async function prepare(grounds: Grounds): Promise<Made> {
  const { aws, account, name, yard, call } = grounds;
  const pools = aws.cognitoUserPools;
  const settings = {
    AliasAttributes: ["email" as const, "preferred_username" as const],
    AutoVerifiedAttributes: ["email" as const],
  };
  const { UserPool } = await pools.createUserPool({ PoolName: name(), ...settings });
  const pool = UserPool?.Id ?? "";
  const setFactors = (isApp: boolean) =>
    pools.setUserPoolMfaConfig({
      UserPoolId: pool,
      MfaConfiguration: isApp ? "OPTIONAL" : "OFF",
      SoftwareTokenMfaConfiguration: { Enabled: isApp },
    });
  await setFactors(true);
  const clientOf = async (UserPoolId: string, change: object = {}): Promise<string> => {
    const made = { UserPoolId, ClientName: name(), ExplicitAuthFlows: [...FLOWS], ...change };
    return (await pools.createUserPoolClient(made)).UserPoolClient?.ClientId ?? "";
  };
  const client = await clientOf(pool);
  const roles = await rolesOf(grounds);
  const SmsConfiguration = { SnsCallerArn: roles.sms, ExternalId: "pool" };
  const { UserPool: second } = await pools.createUserPool({ PoolName: name(), ...TEXTS, SmsConfiguration });
  const texting = second?.Id ?? "";
  const setTexting = (isText: boolean) =>
    pools.setUserPoolMfaConfig({
      UserPoolId: texting,
      MfaConfiguration: "OPTIONAL",
      ...(isText
        ? { SmsMfaConfiguration: { SmsConfiguration } }
        : { SoftwareTokenMfaConfiguration: { Enabled: true } }),
    });
  await setTexting(true);
  const textingClient = await clientOf(texting);

  const addUser = async (UserPoolId: string, attributes: Readonly<Record<string, string>>): Promise<string> => {
    const Username = name();
    const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
    const once = { TemporaryPassword: PASSWORD, MessageAction: "SUPPRESS" as const };
    await pools.adminCreateUser({ UserPoolId, Username, UserAttributes, ...once });
    return Username;
  };
  const signIn = (UserPoolId: string, ClientId: string, USERNAME: string) =>
    pools.adminInitiateAuth({
      UserPoolId,
      ClientId,
      AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME, PASSWORD },
    });
  const confirmed = async (
    UserPoolId: string,
    ClientId: string,
    attributes: Readonly<Record<string, string>>,
  ): Promise<Person> => {
    const Username = await addUser(UserPoolId, attributes);
    await pools.adminSetUserPassword({ UserPoolId, Username, Password: PASSWORD, Permanent: true });
    const { AuthenticationResult: tokens } = await signIn(UserPoolId, ClientId, Username);
    return { Username, AccessToken: tokens?.AccessToken ?? "", RefreshToken: tokens?.RefreshToken ?? "" };
  };
  const person = (attributes: Readonly<Record<string, string>> = {}): Promise<Person> => {
    const mail = { email: `${name()}@example.com`, email_verified: "true" };
    return confirmed(pool, client, { ...mail, ...attributes });
  };
  const lastCode = (to: string): string => {
    const prefix = ["cognito-idp", account.account, account.region, "inbox"];
    const mails = yard.yard.context.store.read((tx) => [...tx.range<InboxMail>({ prefix })]);
    return /\d{6}/.exec(mails.findLast(({ value }) => value.to.includes(to))?.value.text ?? "")?.[0] ?? "";
  };
  const signedUp = async (mail?: string) => {
    const Username = name();
    const address = mail ?? `${Username}@example.com`;
    const UserAttributes = [{ Name: "email", Value: address }];
    await call("SignUp", { ClientId: client, Username, Password: PASSWORD, UserAttributes });
    return { Username, ConfirmationCode: lastCode(address) };
  };
  const number = (value: string) => ({ phone_number: value, phone_number_verified: "true" });
  const preferTexts = (Username: string) =>
    pools.adminSetUserMFAPreference({
      UserPoolId: texting,
      Username,
      SMSMfaSettings: { Enabled: true, PreferredMfa: true },
    });

  const annsOtherName = "queen";
  const ann = await person({ email: MAIL, preferred_username: annsOtherName });
  const group = name();
  await pools.createGroup({ UserPoolId: pool, GroupName: group });
  const server = name();
  await pools.createResourceServer({ UserPoolId: pool, Identifier: server, Name: server });
  const domain = name();
  await pools.createUserPoolDomain({ UserPoolId: pool, Domain: domain });
  return {
    pool,
    poolArn: UserPool?.Arn ?? "",
    client,
    secretive: await clientOf(pool, { GenerateSecret: true }),
    deaf: await clientOf(pool, { EnableTokenRevocation: false }),
    texting,
    textingClient,
    roleArn: roles.sms,
    ann,
    annsMail: MAIL,
    annsOtherName,
    newcomer: (await signedUp()).Username,
    group,
    server,
    domain,
    functions: await functionsOf(grounds, roles.lambda),
    person,
    signedUp,
    async beginner() {
      const Username = await addUser(pool, {});
      return { Username, Session: (await signIn(pool, client, Username)).Session ?? "" };
    },
    async forgetful() {
      const somebody = await person();
      await pools.adminResetUserPassword({ UserPoolId: pool, Username: somebody.Username });
      return somebody;
    },
    async waiting() {
      const { Username, AccessToken } = await person();
      const { SecretCode = "" } = await pools.associateSoftwareToken({ AccessToken });
      const usedCode = totp(SecretCode, Math.floor(yard.yard.context.clock.nowMs() / STEP_MS));
      await pools.verifySoftwareToken({ AccessToken, UserCode: usedCode });
      const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
      await pools.adminSetUserMFAPreference({ UserPoolId: pool, Username, SoftwareTokenMfaSettings });
      return { Username, Session: (await signIn(pool, client, Username)).Session ?? "", usedCode };
    },
    async texter(value) {
      const somebody = await confirmed(texting, textingClient, number(value));
      await preferTexts(somebody.Username);
      return somebody;
    },
    async textingBeginner(value) {
      const Username = await addUser(texting, number(value));
      await preferTexts(Username);
      return (await signIn(texting, textingClient, Username)).Session ?? "";
    },
    setRole: roles.setSms,
    async whileCalling(functionArn, work) {
      const LambdaConfig = Object.fromEntries(TRIGGERS.map((trigger) => [trigger, functionArn]));
      await pools.updateUserPool({ UserPoolId: pool, ...settings, MfaConfiguration: "OPTIONAL", LambdaConfig });
      try {
        return await work();
      } finally {
        await pools.updateUserPool({ UserPoolId: pool, ...settings, MfaConfiguration: "OPTIONAL" });
      }
    },
    async whileFactorsAreOther(work) {
      await setFactors(false);
      await setTexting(false);
      try {
        return await work();
      } finally {
        await roles.setSms({ isTrusting: true, isPublishing: true });
        await setFactors(true);
        await setTexting(true);
      }
    },
    lastCode,
  };
}

const TRIGGERS = [
  "CustomMessage",
  "PostAuthentication",
  "PostConfirmation",
  "PreAuthentication",
  "PreSignUp",
  "PreTokenGeneration",
] as const;

const trustOf = (Service: string, Condition?: object): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole", ...(Condition && { Condition }) }],
  });

async function rolesOf({ aws, name }: Grounds) {
  const lambda = name();
  const own = trustOf("lambda.amazonaws.com");
  const { Role } = await aws.iam.createRole({ RoleName: lambda, AssumeRolePolicyDocument: own });
  const RoleName = name();
  const trust = (id: string): string =>
    trustOf("cognito-idp.amazonaws.com", { StringEquals: { "sts:ExternalId": id } });
  const { Role: sms } = await aws.iam.createRole({ RoleName, AssumeRolePolicyDocument: trust("pool") });
  const Statement = { Effect: "Allow", Action: "sns:Publish", Resource: "*" };
  const publish = { RoleName, PolicyName: "publish" };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await aws.iam.putRolePolicy({ ...publish, PolicyDocument });
  return {
    lambda: Role?.Arn ?? "",
    sms: sms?.Arn ?? "",
    async setSms({ isTrusting, isPublishing }: { readonly isTrusting: boolean; readonly isPublishing: boolean }) {
      await aws.iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: trust(isTrusting ? "pool" : "another") });
      await aws.iam.putRolePolicy({ ...publish, PolicyDocument });
      if (!isPublishing) await aws.iam.deleteRolePolicy(publish);
    },
  };
}

async function functionsOf({ aws, account, name }: Grounds, Role: string): Promise<Made["functions"]> {
  const make = async (body: string): Promise<string> => {
    const FunctionName = name();
    const Code = { ZipFile: zipOf({ "index.js": `exports.handler = async () => { ${body} };` }) };
    const settings = { FunctionName, Role, Code, Runtime: "nodejs20.x" as const, Handler: "index.handler" };
    const { FunctionArn = "" } = await aws.lambda.createFunction(settings);
    const Principal = "cognito-idp.amazonaws.com";
    await aws.lambda.addPermission({ FunctionName, StatementId: "pool", Action: "lambda:InvokeFunction", Principal });
    return FunctionArn;
  };
  return {
    refusing: await make(`throw new Error("Not today.");`),
    confused: await make(`return "What?";`),
    missing: `arn:aws:lambda:${account.region}:${account.account}:function:nobody`,
  };
}
