// Goal: nobody gets a session by SAML whom the provider did not name, for AWS, now, in a role that trusts it. Method: an identity provider of
// our own, whose responses are right, and then wrong in one thing each: what attackers do to them first of all.

import {
  CreateRoleCommand,
  CreateSAMLProviderCommand,
  DeleteSAMLProviderCommand,
  GetSAMLProviderCommand,
  IAMClient,
  ListSAMLProvidersCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateSAMLProviderCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleWithSAMLCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { beforeAll, describe, expect, test } from "vitest";
import { sharedYard, type TestAccount, type TestYard } from "../../testing/harness.ts";
import { samlIdp, type SamlClaims } from "../../testing/saml-idp.ts";

const idp = samlIdp();
const stranger = samlIdp();
let yard: TestYard;
let account: TestAccount;
let iam: IAMClient;
let sts: STSClient;
let providerArn: string;
let roleArn: string;

beforeAll(async () => {
  yard = await sharedYard();
  account = yard.account();
  iam = account.client(IAMClient);
  sts = account.client(STSClient);
  const made = await iam.send(new CreateSAMLProviderCommand({ Name: "Corp", SAMLMetadataDocument: idp.metadata }));
  providerArn = made.SAMLProviderArn ?? "";
  const role = await iam.send(
    new CreateRoleCommand({ RoleName: "staff", AssumeRolePolicyDocument: trust(), MaxSessionDuration: 7_200 }),
  );
  roleArn = role.Role?.Arn ?? "";
});

/** A trust policy for the provider, under conditions. */
function trust(conditions: object = { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } }): string {
  const Action = ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"];
  const Principal = { Federated: providerArn };
  const statement = { Effect: "Allow", Principal, Action, Condition: conditions };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

const xmlOf = (claims: Partial<SamlClaims> = {}, by = idp): string =>
  by.respond({ nowMs: yard.clock.nowMs(), roleArn, providerArn, ...claims });

const assume = (xml: string, more: object = {}) =>
  sts.send(
    new AssumeRoleWithSAMLCommand({
      RoleArn: roleArn,
      PrincipalArn: providerArn,
      SAMLAssertion: Buffer.from(xml).toString("base64"),
      ...more,
    }),
  );

async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => new Error("The call succeeded."),
    (thrown: unknown) => thrown,
  );
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

const SIGNATURE_INVALID = "InvalidIdentityTokenException: Response signature invalid";

describe("a right response", () => {
  test.each(["assertion", "response", "both"] as const)("opens the role where the %s is signed", async (signs) => {
    const answer = await assume(xmlOf({ signs }));
    expect(answer).toMatchObject({
      Subject: "ada@example.com",
      SubjectType: "persistent",
      Issuer: idp.entityId,
      Audience: "https://signin.aws.amazon.com/saml",
      AssumedRoleUser: { Arn: `arn:aws:sts::${account.account}:assumed-role/staff/ada` },
    });
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = answer.Credentials ?? {};
    const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    const as = account.clientWith(STSClient, keys);
    expect((await as.send(new GetCallerIdentityCommand({}))).Arn).toBe(answer.AssumedRoleUser?.Arn);
  });

  test("has the name qualifier that AWS documents: issuer, account and the provider's name", async () => {
    const { createHash } = await import("node:crypto");
    const text = `${idp.entityId}${account.account}/Corp`;
    expect((await assume(xmlOf())).NameQualifier).toBe(createHash("sha1").update(text).digest("base64"));
  });

  test("gives the session its tags, its source, and no longer than the provider's own session", async () => {
    const nowMs = yard.clock.nowMs();
    const answer = await assume(
      xmlOf({
        sessionEndsAtMs: nowMs + 1_200_000,
        attributes: {
          SourceIdentity: ["ada"],
          "https://aws.amazon.com/SAML/Attributes/PrincipalTag:Team": ["blue"],
          TransitiveTagKeys: ["Team"],
        },
      }),
    );
    expect(answer.SourceIdentity).toBe("ada");
    expect(answer.PackedPolicySize).toBeGreaterThan(0);
    const lasts = (answer.Credentials?.Expiration?.getTime() ?? 0) - nowMs;
    expect(lasts).toBeGreaterThan(1_190_000);
    expect(lasts).toBeLessThanOrEqual(1_200_000);
    const shorter = await assume(xmlOf({ attributes: { SessionDuration: ["900"] } }), { DurationSeconds: 7_200 });
    expect((shorter.Credentials?.Expiration?.getTime() ?? 0) - nowMs).toBeLessThan(960_000);
  });
});

describe("a response that was tampered with", () => {
  test("is refused where a text was changed, whatever is signed", async () => {
    for (const signs of ["assertion", "response", "both"] as const)
      expect(await refusal(assume(xmlOf({ signs }).replace("ada@example.com", "root@example.com")))).toBe(
        SIGNATURE_INVALID,
      );
  });

  test("is refused unsigned, and signed by a key that it brings along itself", async () => {
    expect(await refusal(assume(xmlOf({ signs: "nothing" })))).toBe(SIGNATURE_INVALID);
    expect(await refusal(assume(xmlOf({}, stranger)))).toBe(SIGNATURE_INVALID);
  });

  test("is refused with a second assertion before, around or after the signed one", async () => {
    const signed = xmlOf();
    const [assertion = ""] = /<saml:Assertion[^]*<\/saml:Assertion>/.exec(signed) ?? [];
    const forged = assertion
      .replace(/<ds:Signature[^]*<\/ds:Signature>/, "")
      .replace(/ ID="[^"]+"/, ' ID="_forged"')
      .replace("ada@example.com", "root@example.com");
    const wrapped = forged.replace("<saml:Subject>", `<samlp:Extensions>${assertion}</samlp:Extensions><saml:Subject>`);
    const own = assertion.replace("ada@example.com", "root@example.com");
    const hidden = own.replace("</ds:Signature>", `<ds:Object>${assertion}</ds:Object></ds:Signature>`);
    const shapes = [`${forged}${assertion}`, `${assertion}${forged}`, wrapped, hidden, forged];
    for (const shape of shapes) {
      const answer = await refusal(assume(signed.replace(assertion, shape)));
      expect(answer).toMatch(/^InvalidIdentityTokenException: Response (signature invalid|must contain exactly one)/);
    }
  });

  test("is refused with a document type, and with bytes that are no text", async () => {
    const malformed = "InvalidIdentityTokenException: Invalid base64 SAMLResponse";
    const entity = `<!DOCTYPE r [<!ENTITY who "root">]>`;
    expect(await refusal(assume(entity + xmlOf()))).toBe(malformed);
    expect(await refusal(assume(entity + xmlOf().replace("ada@example.com", "&who;")))).toBe(malformed);
    expect(await refusal(assume("", { SAMLAssertion: Buffer.from([255, 254, 60, 0]).toString("base64") }))).toBe(
      malformed,
    );
    expect(await refusal(assume("<a/>"))).toBe(malformed);
  });

  test("does not cut a name at a comment that was put into it", async () => {
    // The signature still holds: comments are not signed. What was signed is the whole name, and that is who comes in.
    const commented = xmlOf({ nameId: "root@example.com.evil.com" }).replace(
      "root@example.com.evil.com",
      "root@example.com<!-- -->.evil.com",
    );
    expect((await assume(commented)).Subject).toBe("root@example.com.evil.com");
  });

  test("is refused with a signature over SHA-1, or of a secret", async () => {
    const sha1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";
    expect(await refusal(assume(xmlOf({ signatureAlgorithm: sha1 })))).toBe(SIGNATURE_INVALID);
    const hmac = xmlOf().replace("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", sha1.replace("rsa", "hmac"));
    expect(await refusal(assume(hmac))).toBe(SIGNATURE_INVALID);
  });
});

describe("a response that is not for this call", () => {
  test.each([
    ["another's issuer", { issuer: "https://other.example.com" }, "Issuer not present in specified provider"],
    ["another audience", { audience: "https://app.example.com" }, "Response does not contain the required audience."],
    ["no audience", { audience: undefined }, "Response does not contain the required audience."],
    ["another recipient", { recipient: "https://signin.aws.amazon.com.evil.com/saml" }, "SubjectConfirmationData must"],
    ["no session name", { sessionName: undefined }, "RoleSessionName is required in AuthnResponse"],
    ["a session name with spaces", { sessionName: "a b" }, "RoleSessionName in AuthnResponse must match"],
    ["a source of AWS", { attributes: { SourceIdentity: ["aws:root"] } }, "Source Identity must match"],
    ["another role", { roleArn: "arn:aws:iam::123456789012:role/other" }, "SAML Assertion doesn't contain"],
    ["too long a session", { attributes: { SessionDuration: ["60"] } }, "SessionDuration in AuthnResponse"],
  ] as const)("is refused: %s", async (_case, claims, message) => {
    const answer = await refusal(assume(xmlOf(claims)));
    expect(answer.startsWith(`InvalidIdentityTokenException: ${message}`), answer).toBe(true);
  });

  test("is refused where the provider says that the log-in failed", async () => {
    expect(await refusal(assume(xmlOf({ status: "Responder" })))).toMatch(/^IDPRejectedClaimException/);
  });

  test("is refused when its time is over, or has not come", async () => {
    const nowMs = yard.clock.nowMs();
    const expired = "ExpiredTokenException: ";
    expect(await refusal(assume(xmlOf({ endsAtMs: nowMs - 1 })))).toBe(`${expired}Response has expired`);
    expect(await refusal(assume(xmlOf({ issuedAtMs: nowMs - 301_000, endsAtMs: nowMs + 60_000 })))).toBe(
      `${expired}Token must be redeemed within 5 minutes of issuance`,
    );
    expect(await refusal(assume(xmlOf({ issuedAtMs: nowMs + 900_000, endsAtMs: nowMs + 960_000 })))).toBe(
      "InvalidIdentityTokenException: Response is not yet valid",
    );
  });

  test("is refused for a provider that is not there, or is another account's", async () => {
    const gone = "InvalidIdentityTokenException: Specified provider doesn't exist";
    expect(await refusal(assume(xmlOf(), { PrincipalArn: `${providerArn}-gone` }))).toBe(gone);
    const other = yard.account();
    const theirs = await other
      .client(IAMClient)
      .send(new CreateSAMLProviderCommand({ Name: "Corp", SAMLMetadataDocument: idp.metadata }));
    expect(await refusal(assume(xmlOf(), { PrincipalArn: theirs.SAMLProviderArn }))).toBe(gone);
  });

  test("is refused for longer than the role lasts", async () => {
    expect(await refusal(assume(xmlOf(), { DurationSeconds: 7_201 }))).toMatch(
      /DurationSeconds exceeds the MaxSessionDuration/,
    );
  });
});

test("trust policies ask for what the assertion says", async () => {
  const affiliation = { "urn:oid:1.3.6.1.4.1.5923.1.1.1.1": ["staff", "member"] };
  const set = (conditions: object) =>
    iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "staff", PolicyDocument: trust(conditions) }));
  await set({
    StringEquals: { "SAML:sub": "ada@example.com", "SAML:sub_type": "persistent", "SAML:iss": idp.entityId },
    "ForAnyValue:StringEquals": { "SAML:eduPersonAffiliation": "staff" },
  });
  await assume(xmlOf({ attributes: affiliation }));
  const denied = "AccessDenied: Not authorized to perform sts:AssumeRoleWithSAML";
  expect(await refusal(assume(xmlOf()))).toBe(denied);
  expect(await refusal(assume(xmlOf({ attributes: affiliation, nameId: "bob" })))).toBe(denied);
  await set({ StringEquals: { "SAML:doc": `${account.account}/Corp` } });
  await assume(xmlOf());
});

test("a provider is kept as it was given, changed, and gone", async () => {
  const own = yard.account().client(IAMClient);
  const short = own.send(new CreateSAMLProviderCommand({ Name: "Corp", SAMLMetadataDocument: "x".repeat(1_000) }));
  expect(await refusal(short)).toBe("InvalidInputException: Could not parse metadata");
  const made = await own.send(new CreateSAMLProviderCommand({ Name: "Corp", SAMLMetadataDocument: idp.metadata }));
  const again = own.send(new CreateSAMLProviderCommand({ Name: "Corp", SAMLMetadataDocument: idp.metadata }));
  expect(await refusal(again)).toBe("EntityAlreadyExistsException: Provider with name Corp already exists.");
  const arn = { SAMLProviderArn: made.SAMLProviderArn };
  await own.send(new UpdateSAMLProviderCommand({ ...arn, SAMLMetadataDocument: stranger.metadata }));
  const found = await own.send(new GetSAMLProviderCommand(arn));
  expect(found.SAMLMetadataDocument).toBe(stranger.metadata);
  expect(found.SAMLProviderUUID).toMatch(/^[A-Z0-9]{22,64}$/);
  const encrypting = new UpdateSAMLProviderCommand({ ...arn, AssertionEncryptionMode: "Required" });
  expect(await refusal(own.send(encrypting))).toMatch(/^NotImplemented/);
  const { SAMLProviderList } = await own.send(new ListSAMLProvidersCommand({}));
  expect(SAMLProviderList?.map(({ Arn }) => Arn)).toEqual([made.SAMLProviderArn]);
  await own.send(new DeleteSAMLProviderCommand(arn));
  expect(await refusal(own.send(new GetSAMLProviderCommand(arn)))).toMatch(/^NoSuchEntityException/);
});
