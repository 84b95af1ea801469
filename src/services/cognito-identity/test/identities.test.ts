// Whose an identity is: logins that are linked, users of the customer's own directory, and who is refused.

import {
  CreateIdentityPoolCommand,
  DeleteIdentitiesCommand,
  DescribeIdentityCommand,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  GetOpenIdTokenCommand,
  GetOpenIdTokenForDeveloperIdentityCommand,
  ListIdentitiesCommand,
  LookupDeveloperIdentityCommand,
  MergeDeveloperIdentitiesCommand,
  SetIdentityPoolRolesCommand,
  UnlinkDeveloperIdentityCommand,
  UnlinkIdentityCommand,
  UpdateIdentityPoolCommand,
} from "@aws-sdk/client-cognito-identity";
import { CreateOpenIDConnectProviderCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { AssumeRoleWithWebIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { type IdentityBench, identityBench, trustPolicy } from "./bench.ts";

const everything = { Action: "*", Resource: "*" };

function steps({ anybody, identities, IdentityPoolId }: IdentityBench) {
  return {
    getId: async (Logins?: Record<string, string>) =>
      (await anybody.send(new GetIdCommand({ IdentityPoolId, Logins }))).IdentityId ?? "",
    credentials: (IdentityId: string, Logins?: Record<string, string>) =>
      anybody.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins })),
    developer: (user: string, IdentityId?: string) =>
      identities.send(
        new GetOpenIdTokenForDeveloperIdentityCommand({ IdentityPoolId, IdentityId, Logins: { "login.app": user } }),
      ),
  };
}

test("a login keeps its identity, and a guest who signs in keeps his", async () => {
  // Goal: linking. Method: a guest's identity that takes a login; a second guest who signs in as the same person.
  const bench = await identityBench({ AllowUnauthenticatedIdentities: true });
  const { getId, credentials } = steps(bench);
  await bench.setRoles({
    Roles: {
      authenticated: await bench.role("people", everything),
      unauthenticated: await bench.role("guests", everything, { amr: "unauthenticated" }),
    },
  });
  const guest = await getId();
  await expect(credentials(guest)).resolves.toMatchObject({ IdentityId: guest });
  const logins = { [bench.provider]: (await bench.signIn("ann")).id };
  await expect(credentials(guest, logins)).resolves.toMatchObject({ IdentityId: guest });
  expect(await getId(logins)).toBe(guest);
  // AWS: an identity with logins is not for guests any more.
  await expect(credentials(guest)).rejects.toMatchObject({
    name: "NotAuthorizedException",
    message: `Access to Identity '${guest}' is forbidden.`,
  });
  const second = await getId();
  await expect(credentials(second, logins)).resolves.toMatchObject({ IdentityId: guest });
  await expect(credentials(second)).rejects.toMatchObject({ name: "NotAuthorizedException" });
  expect(await bench.identities.send(new DescribeIdentityCommand({ IdentityId: guest }))).toMatchObject({
    Logins: [bench.provider],
  });
});

test("tokens that are not a login of the pool are refused", async () => {
  // Goal: every way in which a token can be wrong. Method: each by itself, unsigned.
  const bench = await identityBench();
  const { getId, credentials } = steps(bench);
  const { id, access } = await bench.signIn("ann");
  const refused = (message: string) => ({ name: "NotAuthorizedException", message });
  const unsupported = refused("Token is not from a supported provider of this identity pool.");
  await expect(getId()).rejects.toMatchObject(
    refused("Unauthenticated access is not supported for this identity pool."),
  );
  await expect(getId({ "accounts.google.com": id })).rejects.toMatchObject(unsupported);
  await expect(getId({ [bench.provider]: access })).rejects.toMatchObject(
    refused("Invalid login token. Missing a required claim: aud"),
  );
  await expect(getId({ [bench.provider]: "no.to.ken" })).rejects.toMatchObject(
    refused("Invalid login token. Not a valid OpenId Connect identity token."),
  );
  const [head, , signature] = id.split(".");
  const forged = Buffer.from(JSON.stringify({ ...decode(id), sub: "another" })).toString("base64url");
  await expect(getId({ [bench.provider]: `${head}.${forged}.${signature}` })).rejects.toMatchObject(
    refused("Invalid login token. Token signature invalid."),
  );
  const stranger = await identityBench();
  const other = (await stranger.signIn("ann")).id;
  await expect(getId({ [bench.provider]: other })).rejects.toMatchObject(
    refused("Invalid login token. Issuer doesn't match providerName"),
  );
  const ann = await getId({ [bench.provider]: id });
  await expect(credentials(ann, { [bench.provider]: (await bench.signIn("bob")).id })).rejects.toMatchObject({
    name: "NotAuthorizedException",
    message: expect.stringContaining("Logins don't match.") as string,
  });
  // Clients that name a provider by its tokens' issuer bring the yard's address.
  const local = `${bench.yard.origin.replace("http://", "")}/${bench.UserPoolId}`;
  expect(await getId({ [local]: id })).toBe(ann);
});

test("users of the customer's own directory have identities, are merged and let go", async () => {
  // Goal: developer authenticated identities from the first token to the last unlinking. Method: two users.
  const bench = await identityBench({ DeveloperProviderName: "login.app" });
  const { developer, credentials } = steps(bench);
  const { identities, IdentityPoolId } = bench;
  await bench.setRoles({ Roles: { authenticated: await bench.role("people", everything) } });
  const one = await developer("one");
  const two = await developer("two");
  expect(await developer("one")).toMatchObject({ IdentityId: one.IdentityId });
  await expect(developer("one", two.IdentityId)).rejects.toMatchObject({
    name: "DeveloperUserAlreadyRegisteredException",
  });
  expect(decode(one.Token ?? "")).toMatchObject({
    iss: "https://cognito-identity.amazonaws.com",
    aud: IdentityPoolId,
    sub: one.IdentityId,
    amr: ["authenticated", "login.app", `login.app:${IdentityPoolId}:one`],
  });
  const own = "cognito-identity.amazonaws.com";
  const { IdentityId: first = "" } = one;
  await expect(credentials(first, { [own]: one.Token ?? "" })).resolves.toMatchObject({ IdentityId: first });
  await expect(credentials(first, { [own]: two.Token ?? "" })).rejects.toMatchObject({
    name: "NotAuthorizedException",
  });
  await expect(credentials(first)).rejects.toMatchObject({ name: "NotAuthorizedException" });
  const lookUp = (DeveloperUserIdentifier: string) =>
    identities.send(new LookupDeveloperIdentityCommand({ IdentityPoolId, DeveloperUserIdentifier }));
  const provider = { IdentityPoolId, DeveloperProviderName: "login.app" };
  await identities.send(
    new MergeDeveloperIdentitiesCommand({ ...provider, SourceUserIdentifier: "two", DestinationUserIdentifier: "one" }),
  );
  expect(await lookUp("two")).toMatchObject({ IdentityId: first, DeveloperUserIdentifierList: ["one", "two"] });
  await expect(credentials(two.IdentityId ?? "", { [own]: two.Token ?? "" })).rejects.toMatchObject({
    name: "NotAuthorizedException",
  });
  for (const DeveloperUserIdentifier of ["one", "two"])
    await identities.send(
      new UnlinkDeveloperIdentityCommand({ ...provider, IdentityId: first, DeveloperUserIdentifier }),
    );
  await expect(lookUp("one")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  const { Identities } = await identities.send(
    new ListIdentitiesCommand({ IdentityPoolId, MaxResults: 10, HideDisabled: true }),
  );
  expect(Identities).toEqual([]);
});

test("an identity without its last login is nobody's, and a deleted one is gone", async () => {
  // Goal: UnlinkIdentity and DeleteIdentities. Method: the only login; another account's identity among those to delete.
  const bench = await identityBench();
  const { getId } = steps(bench);
  const Logins = { [bench.provider]: (await bench.signIn("ann")).id };
  const IdentityId = await getId(Logins);
  await bench.anybody.send(new UnlinkIdentityCommand({ IdentityId, Logins, LoginsToRemove: [bench.provider] }));
  expect(await getId(Logins)).not.toBe(IdentityId);
  const others = await identityBench({ AllowUnauthenticatedIdentities: true });
  const foreign = await steps(others).getId();
  const { UnprocessedIdentityIds } = await bench.identities.send(
    new DeleteIdentitiesCommand({ IdentityIdsToDelete: [IdentityId, foreign] }),
  );
  expect(UnprocessedIdentityIds).toEqual([{ IdentityId: foreign, ErrorCode: "AccessDenied" }]);
  await expect(bench.identities.send(new DescribeIdentityCommand({ IdentityId: foreign }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});

test("the basic flow is shut unless the pool opens it, and what is not there says so", async () => {
  // Goal: AllowClassicFlow, and the providers that are refused by name.
  const bench = await identityBench({ AllowUnauthenticatedIdentities: true });
  const IdentityId = await steps(bench).getId();
  await expect(bench.anybody.send(new GetOpenIdTokenCommand({ IdentityId }))).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: "Basic (classic) flow is not enabled, please use enhanced flow.",
  });
  const pool = { IdentityPoolName: "other", AllowUnauthenticatedIdentities: false };
  for (const settings of [
    { SamlProviderARNs: ["arn:aws:iam::123456789012:saml-provider/x"] },
    { SupportedLoginProviders: { "graph.facebook.com": "7346241598935552" } },
  ])
    await expect(bench.identities.send(new CreateIdentityPoolCommand({ ...pool, ...settings }))).rejects.toMatchObject({
      name: "NotImplemented",
    });
});

test("a role is passed to Cognito only by whoever may pass it", async () => {
  // Goal: iam:PassRole at SetIdentityPoolRoles. Method: an administrator with a role of another account.
  const bench = await identityBench();
  const stranger = await identityBench();
  const theirs = await stranger.role("theirs", everything);
  const { IdentityPoolId } = bench;
  await expect(
    bench.identities.send(new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles: { authenticated: theirs } })),
  ).rejects.toMatchObject({ message: expect.stringContaining("iam:PassRole") as string });
});

test("OpenID Connect providers of IAM open roles and identity pools", async () => {
  // Goal: issuers that IAM knows. Method: a user pool of the yard in the part of an outside issuer.
  const bench = await identityBench();
  const iam = bench.account.client(IAMClient);
  const issuer = `${bench.yard.origin}/${bench.UserPoolId}`;
  const { OpenIDConnectProviderArn: arn = "" } = await iam.send(
    new CreateOpenIDConnectProviderCommand({ Url: issuer, ClientIDList: [bench.ClientId] }),
  );
  const name = issuer.replace("http://", "");
  const { id } = await bench.signIn("ann");
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: "outside",
      AssumeRolePolicyDocument: trustPolicy(bench.ClientId, "none", ["sts:AssumeRoleWithWebIdentity"])
        .replace("cognito-identity.amazonaws.com", arn)
        .replace("cognito-identity.amazonaws.com:aud", `${name}:aud`)
        .replace(/,"ForAnyValue:StringLike":\{[^}]*\}/, ""),
    }),
  );
  const { endpoint, region } = bench.account.config;
  const sts = new STSClient({ endpoint, region, maxAttempts: 1 });
  const assume = (WebIdentityToken: string, RoleArn = Role?.Arn) =>
    sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: "ann", WebIdentityToken }));
  expect(await assume(id)).toMatchObject({ Provider: arn, Audience: bench.ClientId });
  await expect(assume("no.to.ken")).rejects.toMatchObject({ name: "InvalidIdentityTokenException" });
  const stranger = await identityBench();
  await expect(assume((await stranger.signIn("ann")).id)).rejects.toMatchObject({
    name: "InvalidIdentityTokenException",
    message: expect.stringContaining("No OpenIDConnect provider found in your account for") as string,
  });
  const { IdentityPoolId } = bench;
  await bench.identities.send(
    new UpdateIdentityPoolCommand({
      IdentityPoolId,
      IdentityPoolName: "app",
      AllowUnauthenticatedIdentities: false,
      OpenIdConnectProviderARNs: [arn],
    }),
  );
  const IdentityId = await steps(bench).getId({ [name]: id });
  expect(await bench.identities.send(new DescribeIdentityCommand({ IdentityId }))).toMatchObject({ Logins: [name] });
});

function decode(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Record<string, unknown>;
}
