// How each documented error of STS is provoked.

import { createHash } from "node:crypto";
import { encodeDenial } from "../../../src/iam/authorization-message.ts";
import { readClaims } from "../../../src/service/openid/token.ts";
import { samlIdp, type SamlClaims } from "../../../src/testing/saml-idp.ts";
import { type Grounds, sweepOf, unprovokable } from "./table.ts";

interface Made {
  /** A role that everybody of the account, and the pool's guests, may assume. */
  readonly roleArn: string;
  /** A guest's token, and one that another issuer seems to have signed whom nobody can reach. */
  readonly token: string;
  /** One that is good for a second. */
  readonly brief: string;
  readonly unreachable: string;
  /** A response for the role: what is wrong with it comes with the call. */
  readonly respond: (wrong?: Partial<SamlClaims>) => object;
  /** The encoded message of a denial. */
  readonly denial: string;
  /** A user: root sessions have no federation tokens. */
  readonly caller: Awaited<ReturnType<Grounds["user"]>>;
}

async function prepare({ aws, account, name, user, yard }: Grounds): Promise<Made> {
  const { IdentityPoolId } = await aws.cognitoIdentity.createIdentityPool({
    IdentityPoolName: name(),
    AllowUnauthenticatedIdentities: true,
    AllowClassicFlow: true,
    DeveloperProviderName: "login.app",
  });
  const { Token: brief = "" } = await aws.cognitoIdentity.getOpenIdTokenForDeveloperIdentity({
    IdentityPoolId,
    Logins: { "login.app": "ann" },
    TokenDuration: 1,
  });
  const { IdentityId } = await aws.cognitoIdentity.getId({ IdentityPoolId });
  const { Token: token = "" } = await aws.cognitoIdentity.getOpenIdToken({ IdentityId });
  const RoleName = name();
  const idp = samlIdp();
  const provider = await aws.iam.createSAMLProvider({ Name: name(), SAMLMetadataDocument: idp.metadata });
  const providerArn = provider.SAMLProviderArn ?? "";
  const trust = [
    { Effect: "Allow", Principal: { AWS: account.account }, Action: "sts:*" },
    {
      Effect: "Allow",
      Principal: { Federated: "cognito-identity.amazonaws.com" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringEquals: { "cognito-identity.amazonaws.com:aud": IdentityPoolId } },
    },
    { Effect: "Allow", Principal: { Federated: providerArn }, Action: ["sts:AssumeRoleWithSAML", "sts:TagSession"] },
  ];
  const { Role } = await aws.iam.createRole({
    RoleName,
    AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: trust }),
  });
  // A port of this machine at which nobody listens.
  const issuer = "http://127.0.0.1:9/nobody";
  await aws.iam.createOpenIDConnectProvider({ Url: issuer, ClientIDList: ["app"] });
  const [head = "", , signature = ""] = token.split(".");
  const claims = Buffer.from(JSON.stringify({ ...(await readClaims(token)), iss: issuer })).toString("base64url");
  const roleArn = Role?.Arn ?? "";
  const respond = (wrong: Partial<SamlClaims> = {}): object => {
    const response = idp.respond({ nowMs: yard.clock.nowMs(), roleArn, providerArn, ...wrong });
    return { PrincipalArn: providerArn, SAMLAssertion: Buffer.from(response).toString("base64") };
  };
  const { store, random, clock } = yard.yard.context;
  const denial = encodeDenial(
    { store, random, nowMs: clock.nowMs() },
    {
      principal: { kind: "root", account: account.account, arn: roleArn, userId: account.account },
      request: { action: "ec2:CreateVpc", resource: "*" },
      resourceAccount: account.account,
      policies: { identity: [], session: [], serviceControl: [] },
      globalConditions: {},
    },
    { isAllowed: false, reason: "no-identity-policy-allows", trace: [] },
  );
  return {
    denial,
    roleArn,
    respond,
    token,
    brief,
    unreachable: `${head}.${claims}.${signature}`,
    caller: await user("sts:*"),
  };
}

/** Tags that hardly pack. */
const LARGE = Array.from({ length: 50 }, (_, index) => ({
  Key: `key-${index}`,
  Value: [1, 2, 3]
    .map((part) => createHash("sha512").update(`${index}/${part}`).digest("base64url").slice(0, 85))
    .join(""),
}));

/** The errors sweep of STS. */
export const sts = sweepOf<Made>({
  service: "sts",
  prepare,
  inputs: {
    AssumeRole: ({ roleArn }) => ({ RoleArn: roleArn, RoleSessionName: "sweep" }),
    AssumeRoleWithSAML: ({ roleArn, respond }) => ({ RoleArn: roleArn, ...respond() }),
    AssumeRoleWithWebIdentity: ({ roleArn, token }) => ({
      RoleArn: roleArn,
      RoleSessionName: "sweep",
      WebIdentityToken: token,
    }),
    DecodeAuthorizationMessage: ({ denial }) => ({ EncodedMessage: denial }),
    GetAccessKeyInfo: () => ({ AccessKeyId: "AKIAIOSFODNN7EXAMPLE" }),
    GetCallerIdentity: () => ({}),
    GetFederationToken: () => ({ Name: "sweep" }),
    GetSessionToken: () => ({}),
  },
  everywhere: {
    RegionDisabledException: unprovokable("All Regions of a yard are there."),
    MalformedPolicyDocumentException: ({ caller }, ask) => ask({ Policy: "{" }, caller),
    PackedPolicyTooLargeException: ({ caller }, ask) => ask({ Tags: LARGE }, caller),
  },
  operations: {
    AssumeRole: {
      ExpiredTokenException: unprovokable(
        "It is the answer for contexts of trusted token issuers (ProvidedContexts), which are refused; the gateway answers expired credentials as ExpiredToken.",
      ),
    },
    AssumeRoleWithSAML: {
      ExpiredTokenException: ({ respond, yard }, ask) => ask(respond({ endsAtMs: yard.clock.nowMs() - 1 })),
      IDPRejectedClaimException: ({ respond }, ask) => ask(respond({ status: "Responder" })),
      InvalidIdentityTokenException: ({ respond }, ask) => ask(respond({ signs: "nothing" })),
      PackedPolicyTooLargeException: ({ respond }, ask) =>
        ask(
          respond({ attributes: Object.fromEntries(LARGE.map(({ Key, Value }) => [`PrincipalTag:${Key}`, [Value]])) }),
        ),
    },
    DecodeAuthorizationMessage: {
      InvalidAuthorizationMessageException: (_, ask) => ask({ EncodedMessage: "nonsense" }),
    },
    AssumeRoleWithWebIdentity: {
      ExpiredTokenException: async ({ yard, brief }, ask) => {
        await yard.advance(2_000);
        return ask({ WebIdentityToken: brief });
      },
      IDPCommunicationErrorException: ({ unreachable }, ask) => ask({ WebIdentityToken: unreachable }),
      IDPRejectedClaimException: unprovokable(
        "It is what Login with Amazon and Facebook say of their access tokens, which are refused.",
      ),
      InvalidIdentityTokenException: (_, ask) => ask({ WebIdentityToken: "no.to.ken" }),
      PackedPolicyTooLargeException: unprovokable(
        "It has no tags of its own, and a session policy of 2,048 characters and ten ARNs fit.",
      ),
    },
  },
});
