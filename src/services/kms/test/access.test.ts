// Who may use a key: key policies, IAM policies by delegation, grants, conditions, services on behalf of callers.

import {
  CreateGrantCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  ListAliasesCommand,
  ListGrantsCommand,
  ListKeyPoliciesCommand,
  ListRetirableGrantsCommand,
  PutKeyPolicyCommand,
  RetireGrantCommand,
  RevokeGrantCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import { sharedYard, type TestAccount } from "../../../testing/harness.ts";

const Plaintext = new TextEncoder().encode("secret");

async function setUp() {
  const yard = await sharedYard();
  const account = yard.account();
  const kms = account.client(KMSClient);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  return { yard, account, kms, KeyId: KeyMetadata?.KeyId ?? "", Arn: KeyMetadata?.Arn ?? "" };
}

/** A user of the account with its own client, and an inline policy if one is given. */
async function makeUser(account: TestAccount, name: string, statement?: object) {
  const iam = account.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: name }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  if (statement !== undefined)
    await iam.send(
      new PutUserPolicyCommand({ UserName: name, PolicyName: "own", PolicyDocument: policyOf(statement) }),
    );
  const arn = `arn:aws:iam::${account.account}:user/${name}`;
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  };
  return { arn, kms: account.clientWith(KMSClient, credentials) };
}

function policyOf(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

const allow = (principal: string, action: string | readonly string[], more: object = {}) => ({
  Effect: "Allow",
  Principal: { AWS: principal },
  Action: action,
  Resource: "*",
  ...more,
});
const denied = { name: "AccessDeniedException" };

// Goal: the default policy leaves it to IAM; without delegation IAM policies are of no effect, not even the
// administrator's. AWS: "Key policies in AWS KMS", "Default key policy".
test("lets the key's policy decide", async () => {
  const { account, kms, KeyId, Arn } = await setUp();
  const root = `arn:aws:iam::${account.account}:root`;
  const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId }));
  expect(JSON.parse(Policy ?? "")).toEqual({
    Version: "2012-10-17",
    Id: "key-default-1",
    Statement: [{ Sid: "Enable IAM User Permissions", ...allow(root, "kms:*") }],
  });
  expect(await kms.send(new ListKeyPoliciesCommand({ KeyId }))).toMatchObject({ PolicyNames: ["default"] });

  const allowed = await makeUser(account, "allowed", { Effect: "Allow", Action: "kms:Encrypt", Resource: Arn });
  const named = await makeUser(account, "named");
  const encrypt = (client: KMSClient) => client.send(new EncryptCommand({ KeyId, Plaintext }));
  await encrypt(allowed.kms);
  await expect(encrypt(named.kms)).rejects.toMatchObject({
    ...denied,
    message: `User: ${named.arn} is not authorized to perform: kms:Encrypt on resource: ${Arn} because no identity-based policy allows the kms:Encrypt action`,
  });

  // The administrator keeps the right to change the policy and to delete the key; everything else is for "named" only.
  const administrator = `arn:aws:iam::${account.account}:user/stackyard`;
  const policy = policyOf(
    allow(administrator, ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"]),
    allow(named.arn, "kms:Encrypt"),
  );
  await kms.send(new PutKeyPolicyCommand({ KeyId, Policy: policy }));
  await encrypt(named.kms);
  await expect(encrypt(allowed.kms)).rejects.toMatchObject({
    ...denied,
    message: expect.stringContaining("because no resource-based policy allows the kms:Encrypt action"),
  });
  await expect(encrypt(kms)).rejects.toMatchObject(denied);
  await expect(kms.send(new DescribeKeyCommand({ KeyId }))).rejects.toMatchObject(denied);

  // AWS: PutKeyPolicy, BypassPolicyLockoutSafetyCheck.
  const lockout = policyOf(allow(named.arn, "kms:Encrypt"));
  await expect(kms.send(new PutKeyPolicyCommand({ KeyId, Policy: lockout }))).rejects.toMatchObject({
    name: "MalformedPolicyDocumentException",
    message: "The new key policy will not allow you to update the key policy in the future.",
  });
  await kms.send(new PutKeyPolicyCommand({ KeyId, Policy: lockout, BypassPolicyLockoutSafetyCheck: true }));
  await expect(kms.send(new ScheduleKeyDeletionCommand({ KeyId }))).rejects.toMatchObject(denied);
});

// Goal: another account needs both sides. AWS: "Allowing users in other accounts to use a KMS key".
test("lets other accounts in by both sides", async () => {
  const { yard, account, kms, KeyId, Arn } = await setUp();
  const other = yard.account();
  const foreign = other.client(KMSClient);
  const encrypt = () => foreign.send(new EncryptCommand({ KeyId: Arn, Plaintext }));
  await expect(encrypt()).rejects.toMatchObject(denied);
  const root = (id: string) => `arn:aws:iam::${id}:root`;
  const policy = policyOf(
    allow(root(account.account), "kms:*"),
    allow(root(other.account), ["kms:Encrypt", "kms:Decrypt"]),
  );
  await kms.send(new PutKeyPolicyCommand({ KeyId, Policy: policy }));
  const { CiphertextBlob } = await encrypt();
  const opened = await foreign.send(new DecryptCommand({ CiphertextBlob }));
  expect(opened).toMatchObject({ KeyId: Arn });
  // AWS: "Cross-account use: No", whatever the policies say.
  const all = policyOf(allow(root(account.account), "kms:*"), allow(root(other.account), "kms:*"));
  await kms.send(new PutKeyPolicyCommand({ KeyId, Policy: all }));
  await expect(foreign.send(new ScheduleKeyDeletionCommand({ KeyId: Arn }))).rejects.toMatchObject(denied);
  // Nor are keys made for others by asking for them.
  const theirs = `arn:aws:kms:${account.region}:${account.account}:alias/aws/s3`;
  await expect(foreign.send(new DescribeKeyCommand({ KeyId: theirs }))).rejects.toMatchObject(denied);
  expect((await kms.send(new ListAliasesCommand({}))).Aliases).toEqual([]);
  const nobody = await makeUser(other, "nobody");
  await expect(nobody.kms.send(new DecryptCommand({ CiphertextBlob }))).rejects.toMatchObject(denied);
});

// Goal: conditions on the encryption context, in the key's policy. AWS: "kms:EncryptionContext:context-key".
test("asks conditions", async () => {
  const { account, kms, KeyId } = await setUp();
  const user = await makeUser(account, "conditional");
  const Condition = { StringEquals: { "kms:EncryptionContext:Department": "Finance" } };
  const policy = policyOf(
    allow(`arn:aws:iam::${account.account}:root`, "kms:*"),
    allow(user.arn, ["kms:Encrypt", "kms:Decrypt"], { Condition }),
  );
  await kms.send(new PutKeyPolicyCommand({ KeyId, Policy: policy }));
  const encrypt = (EncryptionContext: Record<string, string>) =>
    user.kms.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext }));
  await encrypt({ Department: "Finance", Year: "2026" });
  await expect(encrypt({ Department: "Sales" })).rejects.toMatchObject(denied);
  await expect(encrypt({})).rejects.toMatchObject(denied);
});

// Goal: a grant allows what it names, within its constraints, until it is revoked or retired. AWS: "Grants in AWS KMS".
test("grants", async () => {
  const { account, kms, KeyId, Arn } = await setUp();
  const user = await makeUser(account, "grantee");
  const retirer = await makeUser(account, "retirer");
  const data = (EncryptionContext: Record<string, string>) =>
    user.kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256", EncryptionContext }));
  await expect(data({ app: "shop" })).rejects.toMatchObject(denied);
  const made = await kms.send(
    new CreateGrantCommand({
      KeyId,
      GranteePrincipal: user.arn,
      RetiringPrincipal: retirer.arn,
      Operations: ["GenerateDataKey", "Decrypt"],
      Constraints: { EncryptionContextSubset: { app: "shop" } },
      Name: "shop",
    }),
  );
  const { CiphertextBlob } = await data({ app: "shop", part: "cart" });
  await expect(data({ app: "other" })).rejects.toMatchObject(denied);
  const EncryptionContext = { app: "shop", part: "cart" };
  await user.kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext, GrantTokens: [made.GrantToken ?? ""] }));
  await expect(user.kms.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext }))).rejects.toMatchObject(
    denied,
  );
  await expect(
    kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext, GrantTokens: ["nonsense"] })),
  ).rejects.toMatchObject({ name: "InvalidGrantTokenException" });

  // AWS: CreateGrant, Name: the same grant again is the one that is there.
  const again = await kms.send(
    new CreateGrantCommand({
      KeyId: Arn,
      GranteePrincipal: user.arn,
      RetiringPrincipal: retirer.arn,
      Operations: ["GenerateDataKey", "Decrypt"],
      Constraints: { EncryptionContextSubset: { app: "shop" } },
      Name: "shop",
    }),
  );
  expect(again.GrantId).toBe(made.GrantId);
  const { Grants } = await kms.send(new ListGrantsCommand({ KeyId }));
  expect(Grants).toEqual([
    {
      KeyId: Arn,
      GrantId: made.GrantId,
      Name: "shop",
      GranteePrincipal: user.arn,
      RetiringPrincipal: retirer.arn,
      IssuingAccount: `arn:aws:iam::${account.account}:root`,
      Operations: ["GenerateDataKey", "Decrypt"],
      Constraints: { EncryptionContextSubset: { app: "shop" } },
      CreationDate: expect.any(Date),
    },
  ]);
  const retirable = await kms.send(new ListRetirableGrantsCommand({ RetiringPrincipal: retirer.arn }));
  expect(retirable.Grants).toHaveLength(1);

  await expect(user.kms.send(new RetireGrantCommand({ KeyId: Arn, GrantId: made.GrantId }))).rejects.toMatchObject(
    denied,
  );
  await retirer.kms.send(new RetireGrantCommand({ GrantToken: made.GrantToken }));
  await expect(data({ app: "shop" })).rejects.toMatchObject(denied);
  await expect(kms.send(new RevokeGrantCommand({ KeyId, GrantId: made.GrantId ?? "" }))).rejects.toMatchObject({
    name: "NotFoundException",
  });

  const exact = await kms.send(
    new CreateGrantCommand({
      KeyId,
      GranteePrincipal: user.arn,
      Operations: ["GenerateDataKey"],
      Constraints: { EncryptionContextEquals: { app: "shop" } },
    }),
  );
  await data({ app: "shop" });
  await expect(data({ app: "shop", part: "cart" })).rejects.toMatchObject(denied);
  await kms.send(new RevokeGrantCommand({ KeyId, GrantId: exact.GrantId ?? "" }));
  await expect(data({ app: "shop" })).rejects.toMatchObject(denied);
});

// Goal: an explicit denial stands above grants. AWS: "Troubleshooting AWS KMS permissions".
test("denies in spite of grants", async () => {
  const { account, kms, KeyId } = await setUp();
  const user = await makeUser(account, "denied", { Effect: "Deny", Action: "kms:Encrypt", Resource: "*" });
  await kms.send(new CreateGrantCommand({ KeyId, GranteePrincipal: user.arn, Operations: ["Encrypt"] }));
  await expect(user.kms.send(new EncryptCommand({ KeyId, Plaintext }))).rejects.toMatchObject({
    ...denied,
    message: expect.stringContaining("explicit deny"),
  });
});

// Goal: what CreateGrant refuses. AWS: CreateGrant.
test.each([
  [{ Operations: ["Sign" as const], GranteePrincipal: "arn:aws:iam::123456789012:root" }, "ValidationException"],
  [{ Operations: ["Encrypt" as const], GranteePrincipal: "arn:aws:s3:::bucket" }, "InvalidArnException"],
  [{ Operations: ["Encrypt" as const] }, "ValidationException"],
  [{ Operations: ["Encrypt" as const], GranteeServicePrincipal: "sns.amazonaws.com" }, "ValidationException"],
])("refuses the grant %j", async (grant, name) => {
  const { kms, KeyId } = await setUp();
  await expect(kms.send(new CreateGrantCommand({ KeyId, ...grant }))).rejects.toMatchObject({ name });
});

// Goal: DryRun tells what would be, and does nothing. AWS: "Test your permissions".
test("tries without doing", async () => {
  const { kms, KeyId } = await setUp();
  await expect(kms.send(new EncryptCommand({ KeyId, Plaintext, DryRun: true }))).rejects.toMatchObject({
    name: "DryRunOperationException",
    message: "The request would have succeeded, but the DryRun option is set.",
  });
});

// Goal: a service encrypts for its caller: kms:ViaService names it, and the account's AWS managed key is there when it is
// first asked for, for that service alone. AWS: "kms:ViaService", "Viewing key policies of AWS managed keys".
test("serves services for their callers", async () => {
  const { yard, account, kms, KeyId, Arn } = await setUp();
  const found = yard.yard.identity.findCredential(account.config.credentials.accessKeyId, undefined);
  if (found === undefined || found === "inactive") throw new Error("The administrator has no key.");
  const scope = { account: parseAccountId(account.account), region: parseRegion(account.region) };
  const user = await makeUser(account, "sender");
  const caller = {
    ...found.principal,
    arn: user.arn,
    userName: "sender",
    userId: "AIDASENDER",
  } as typeof found.principal;
  const via = (service: string) => yard.yard.servedBy(service).as(caller, scope).kms;

  const viaSqs = allow(user.arn, ["kms:GenerateDataKey", "kms:Decrypt"], {
    Condition: { StringEquals: { "kms:ViaService": `sqs.${account.region}.amazonaws.com` } },
  });
  const policy = policyOf(allow(`arn:aws:iam::${account.account}:root`, "kms:*"), viaSqs);
  await kms.send(new PutKeyPolicyCommand({ KeyId, Policy: policy }));
  const input = { KeyId: Arn, KeySpec: "AES_256" } as const;
  await via("sqs").generateDataKey(input);
  await expect(via("sns").generateDataKey(input)).rejects.toMatchObject(denied);
  await expect(user.kms.send(new GenerateDataKeyCommand(input))).rejects.toMatchObject(denied);

  const managed = { KeyId: "alias/aws/sqs", KeySpec: "AES_256" } as const;
  const made = await via("sqs").generateDataKey(managed);
  await expect(via("sns").generateDataKey(managed)).rejects.toMatchObject(denied);
  await expect(kms.send(new GenerateDataKeyCommand(managed))).rejects.toMatchObject(denied);
  expect((await kms.send(new DescribeKeyCommand({ KeyId: "alias/aws/sqs" }))).KeyMetadata).toMatchObject({
    Arn: made.KeyId,
    KeyManager: "AWS",
  });
  const { Aliases } = await kms.send(new ListAliasesCommand({}));
  expect(Aliases).toMatchObject([{ AliasName: "alias/aws/sqs" }]);
  await expect(kms.send(new ScheduleKeyDeletionCommand({ KeyId: made.KeyId ?? "" }))).rejects.toMatchObject(denied);
});
