// Credentials of identity pools through the official provider, and how far they reach.

import {
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  GetOpenIdTokenCommand,
  SetPrincipalTagAttributeMapCommand,
} from "@aws-sdk/client-cognito-identity";
import {
  AdminUserGlobalSignOutCommand,
  AdminAddUserToGroupCommand,
  CreateGroupCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { fromCognitoIdentityPool } from "@aws-sdk/credential-providers";
import { expect, test } from "vitest";
import { type IdentityBench, identityBench } from "./bench.ts";

/** The official provider, as an application has it: no keys, only the login. */
function provider({ IdentityPoolId, account }: IdentityBench, logins?: Record<string, string>) {
  const { endpoint, region } = account.config;
  return fromCognitoIdentityPool({
    identityPoolId: IdentityPoolId,
    clientConfig: { endpoint, region, maxAttempts: 1 },
    ...(logins && { logins }),
  });
}

function clientOf<C>({ account }: IdentityBench, constructor: new (config: never) => C, credentials: unknown): C {
  const { endpoint, region } = account.config;
  return new constructor({ endpoint, region, credentials, maxAttempts: 1, forcePathStyle: true } as never);
}

const OWN_PREFIX = (bucket: string) => ({
  Action: ["s3:GetObject", "s3:PutObject"],
  Resource: `arn:aws:s3:::${bucket}/\${cognito-identity.amazonaws.com:sub}/*`,
});

test("somebody who signed in reaches objects below the own identity, and nobody else's", async () => {
  // Goal: the whole way: user pool, identity pool, STS, S3. Method: the official provider, and a policy with the identity as a variable.
  const bench = await identityBench();
  const Bucket = `files-${bench.account.account}`;
  await bench.account.client(S3Client).send(new CreateBucketCommand({ Bucket }));
  await bench.setRoles({ Roles: { authenticated: await bench.role("people", OWN_PREFIX(Bucket)) } });
  const ids = new Map<string, { id: string; s3: S3Client }>();
  for (const name of ["ann", "bob"]) {
    const { id: token } = await bench.signIn(name);
    const credentials = await provider(bench, { [bench.provider]: token })();
    ids.set(name, { id: credentials.identityId, s3: clientOf(bench, S3Client, credentials) });
  }
  const [ann, bob] = [ids.get("ann"), ids.get("bob")];
  await ann?.s3.send(new PutObjectCommand({ Bucket, Key: `${ann.id}/notes`, Body: "mine" }));
  const read = await ann?.s3.send(new GetObjectCommand({ Bucket, Key: `${ann.id}/notes` }));
  expect(await read?.Body?.transformToString()).toBe("mine");
  await expect(bob?.s3.send(new GetObjectCommand({ Bucket, Key: `${ann?.id}/notes` }))).rejects.toMatchObject({
    name: "AccessDenied",
  });
  await expect(ann?.s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: "AccessDenied" });
  // AWS: the session is the role's, under the name that Cognito gives it.
  const { Arn } = await clientOf(
    bench,
    STSClient,
    await provider(bench, { [bench.provider]: (await bench.signIn("ann")).id })(),
  ).send(new GetCallerIdentityCommand({}));
  expect(Arn).toBe(`arn:aws:sts::${bench.account.account}:assumed-role/people/CognitoIdentityCredentials`);
});

test("guests get the guests' role, and no more than guests may have", async () => {
  // Goal: the session policy of guests. Method: a role that allows everything.
  const bench = await identityBench({ AllowUnauthenticatedIdentities: true });
  const everything = { Action: "*", Resource: "*" };
  await bench.setRoles({
    Roles: { unauthenticated: await bench.role("guests", everything, { amr: "unauthenticated" }) },
  });
  const credentials = await provider(bench)();
  await clientOf(bench, SQSClient, credentials).send(new CreateQueueCommand({ QueueName: "open" }));
  // AWS: "Access policies": IAM is none of the services that guests reach.
  const { IAMClient, ListUsersCommand } = await import("@aws-sdk/client-iam");
  await expect(clientOf(bench, IAMClient, credentials).send(new ListUsersCommand({}))).rejects.toMatchObject({
    name: "AccessDenied",
    message: expect.stringContaining("no session policy allows") as string,
  });
});

test("a role that does not trust the pool, or the kind of sign-in, gives nothing", async () => {
  // Goal: trust policies are asked. Method: a role for guests, given to people; and no role at all.
  const bench = await identityBench();
  const { id } = await bench.signIn("ann");
  const Logins = { [bench.provider]: id };
  const { IdentityId } = await bench.anybody.send(new GetIdCommand({ IdentityPoolId: bench.IdentityPoolId, Logins }));
  const ask = () => bench.anybody.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins }));
  // AWS: GetCredentialsForIdentity: "no role associated for the given auth type (auth/unauth) or if the AssumeRole fails".
  const refusal = { name: "InvalidIdentityPoolConfigurationException" };
  await expect(ask()).rejects.toMatchObject(refusal);
  const everything = { Action: "*", Resource: "*" };
  await bench.setRoles({
    Roles: { authenticated: await bench.role("guests", everything, { amr: "unauthenticated" }) },
  });
  await expect(ask()).rejects.toMatchObject(refusal);
  await bench.setRoles({ Roles: { authenticated: await bench.role("people", everything) } });
  await expect(ask()).resolves.toMatchObject({ IdentityId });
});

test("groups and rules choose the role", async () => {
  // Goal: role mappings of both types. Method: a user in a group with a role; the same pool with rules; an ambiguous user.
  const bench = await identityBench();
  const everything = { Action: "*", Resource: "*" };
  const [people, staff] = [await bench.role("people", everything), await bench.role("staff", everything)];
  const { userPools, UserPoolId, provider: ProviderName, ClientId } = bench;
  await bench.signIn("ann");
  await bench.signIn("bob");
  await userPools.send(new CreateGroupCommand({ UserPoolId, GroupName: "staff", RoleArn: staff }));
  await userPools.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName: "staff", Username: "ann" }));
  const nameOf = async (username: string, CustomRoleArn?: string) => {
    const Logins = { [ProviderName]: (await bench.signIn(username)).id };
    const { IdentityId } = await bench.anybody.send(new GetIdCommand({ IdentityPoolId: bench.IdentityPoolId, Logins }));
    const { Credentials: keys } = await bench.anybody.send(
      new GetCredentialsForIdentityCommand({ IdentityId, Logins, CustomRoleArn }),
    );
    const { Arn } = await clientOf(bench, STSClient, {
      accessKeyId: keys?.AccessKeyId,
      secretAccessKey: keys?.SecretKey,
      sessionToken: keys?.SessionToken,
    }).send(new GetCallerIdentityCommand({}));
    return Arn?.split("/")[1];
  };
  const mapped = (mapping: object) =>
    bench.setRoles({
      Roles: { authenticated: people },
      RoleMappings: { [`${ProviderName}:${ClientId}`]: mapping as never },
    });
  await mapped({ Type: "Token", AmbiguousRoleResolution: "AuthenticatedRole" });
  expect(await nameOf("ann")).toBe("staff");
  expect(await nameOf("bob")).toBe("people");
  expect(await nameOf("ann", staff)).toBe("staff");
  await expect(nameOf("bob", staff)).rejects.toMatchObject({ name: "NotAuthorizedException" });
  const rule = { Claim: "cognito:username", MatchType: "StartsWith", Value: "b", RoleARN: staff };
  await mapped({ Type: "Rules", AmbiguousRoleResolution: "Deny", RulesConfiguration: { Rules: [rule] } });
  expect(await nameOf("bob")).toBe("staff");
  await expect(nameOf("ann")).rejects.toMatchObject({ name: "NotAuthorizedException" });
});

test("claims become tags of the session, where the role lets it be tagged", async () => {
  // Goal: attributes for access control. Method: a role whose policy asks for the tag; the same without sts:TagSession.
  const bench = await identityBench();
  const Bucket = `tagged-${bench.account.account}`;
  await bench.account.client(S3Client).send(new CreateBucketCommand({ Bucket }));
  const allow = { Action: "s3:PutObject", Resource: `arn:aws:s3:::${Bucket}/\${aws:PrincipalTag/who}/*` };
  const actions = ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"];
  await bench.setRoles({ Roles: { authenticated: await bench.role("people", allow, { actions }) } });
  await bench.identities.send(
    new SetPrincipalTagAttributeMapCommand({
      IdentityPoolId: bench.IdentityPoolId,
      IdentityProviderName: bench.provider,
      PrincipalTags: { who: "cognito:username" },
    }),
  );
  const credentials = async () => provider(bench, { [bench.provider]: (await bench.signIn("ann")).id })();
  const s3 = clientOf(bench, S3Client, await credentials());
  await s3.send(new PutObjectCommand({ Bucket, Key: "ann/x", Body: "x" }));
  await expect(s3.send(new PutObjectCommand({ Bucket, Key: "bob/x", Body: "x" }))).rejects.toMatchObject({
    name: "AccessDenied",
  });
  await bench.setRoles({ Roles: { authenticated: await bench.role("untagged", allow) } });
  await expect(credentials()).rejects.toMatchObject({ name: "InvalidIdentityPoolConfigurationException" });
});

test("in the basic flow the application asks STS itself", async () => {
  // Goal: GetOpenIdToken and AssumeRoleWithWebIdentity, both unsigned. Method: the same token with a role that trusts the pool, and not.
  const bench = await identityBench({ AllowUnauthenticatedIdentities: true, AllowClassicFlow: true });
  const { IdentityId } = await bench.anybody.send(new GetIdCommand({ IdentityPoolId: bench.IdentityPoolId }));
  const { Token } = await bench.anybody.send(new GetOpenIdTokenCommand({ IdentityId }));
  const { endpoint, region } = bench.account.config;
  const sts = new STSClient({ endpoint, region, maxAttempts: 1 });
  const assume = (RoleArn: string) =>
    sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: "guest", WebIdentityToken: Token }));
  const everything = { Action: "*", Resource: "*" };
  const trusting = await bench.role("guests", everything, { amr: "unauthenticated" });
  expect(await assume(trusting)).toMatchObject({
    SubjectFromWebIdentityToken: IdentityId,
    Provider: "cognito-identity.amazonaws.com",
    Audience: bench.IdentityPoolId,
  });
  for (const role of [await bench.role("people", everything), `${trusting}-gone`])
    await expect(assume(role)).rejects.toMatchObject({
      name: "AccessDenied",
      message: "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    });
});

test("a user who is signed out everywhere is refused where the pool checks at the server", async () => {
  // Goal: ServerSideTokenCheck. Method: the same token before and after a global sign-out, and a pool that does not check.
  const bench = await identityBench();
  const { provider: ProviderName, ClientId, IdentityPoolId, identities } = bench;
  const { UpdateIdentityPoolCommand } = await import("@aws-sdk/client-cognito-identity");
  const { id } = await bench.signIn("ann");
  const getId = () => bench.anybody.send(new GetIdCommand({ IdentityPoolId, Logins: { [ProviderName]: id } }));
  const before = await getId();
  await bench.userPools.send(new AdminUserGlobalSignOutCommand({ UserPoolId: bench.UserPoolId, Username: "ann" }));
  expect(await getId()).toMatchObject({ IdentityId: before.IdentityId });
  await identities.send(
    new UpdateIdentityPoolCommand({
      IdentityPoolId,
      IdentityPoolName: "app",
      AllowUnauthenticatedIdentities: false,
      CognitoIdentityProviders: [{ ProviderName, ClientId, ServerSideTokenCheck: true }],
    }),
  );
  await expect(getId()).rejects.toMatchObject({ name: "NotAuthorizedException" });
});
