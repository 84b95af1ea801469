// The authorisation sweep: every operation that the yard has is asked by a user without any policy, who must be denied,
// and by an administrator, who must not be. So no operation can be forgotten by its service's permissions.

import { beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../../src/iam/principal.ts";
import { formatArn } from "../../src/kernel/arns.ts";
import { totp, totpStepAt } from "../../src/kernel/totp.ts";
import { AwsError } from "../../src/kernel/errors.ts";
import type { Shape, StructureShape } from "../../src/model/model.ts";
import { authorize, type AuthorizeCall } from "../../src/service/authorize.ts";
import type { Endpoint } from "../../src/service/registry.ts";
import { formatIterator } from "../../src/services/kinesis/iterator.ts";
import { formatTaskHandle } from "../../src/services/sqs/move-tasks.ts";
import { PUBLIC_OPERATIONS as IDENTITY_OPERATIONS } from "../../src/services/cognito-identity/permissions.ts";
import { PUBLIC_OPERATIONS } from "../../src/services/cognito-idp/permissions.ts";
import { sharedYard, type TestAccount, type TestYard } from "../../src/testing/harness.ts";

/** Operations for which AWS asks no permission, with the page that says so. */
const FREE: Readonly<Record<string, string>> = {
  "sts GetCallerIdentity": "AWS STS API reference, GetCallerIdentity: no permissions are required",
  // Each key is authorised by itself, and its denial is in the answer.
  "s3 DeleteObjects": "Amazon S3 API reference, DeleteObjects: Errors",
  "sts GetSessionToken": "AWS STS API reference, GetSessionToken: no permissions are required",
  "sts AssumeRoleWithSAML":
    "AWS STS API reference: does not require credentials; the response and the trust policy decide",
  "sts AssumeRoleWithWebIdentity":
    "AWS STS API reference: does not require credentials; the token and the trust policy decide",
  ...Object.fromEntries(
    IDENTITY_OPERATIONS.map((name) => [
      `cognito-identity ${name}`,
      "Amazon Cognito identity pools API reference: public operations; logins decide",
    ]),
  ),
  ...Object.fromEntries(
    PUBLIC_OPERATIONS.map((name) => [
      `cognito-identity-provider ${name}`,
      "Amazon Cognito user pools API reference: public operations; a client's id, a password or an access token decides",
    ]),
  ),
};

/** Values of members that permission rules take apart. */
const FORMS: Readonly<Record<string, (account: TestAccount) => unknown>> = {
  QueueUrl: ({ account }) => `http://localhost:4566/${account}/queue`,
  Bucket: bucketOf,
  // Policies can name the records that change.
  ChangeBatch: () => ({ Changes: [{ Action: "CREATE", ResourceRecordSet: { Name: "a.test", Type: "A" } }] }),
  // A statement names what it reads or writes.
  Statement: () => `SELECT * FROM "sample"`,
  CopySource: (account) => `${bucketOf(account)}/key`,
  TaskHandle: ({ account }) => formatTaskHandle(formatArn("sqs", "us-east-1", account, "queue"), "task"),
  SourceTableArn: ({ account }) => formatArn("dynamodb", "us-east-1", account, "table/sample"),
  TableArn: ({ account }) => formatArn("dynamodb", "us-east-1", account, "table/sample"),
  ShardIterator: ({ account, region }) =>
    formatIterator({ account, region, streamName: "sample", contentId: "sample", shard: 0, from: 0, issuedAtMs: 0 }),
  QueueOwnerAWSAccountId: ({ account }) => account,
  SerialNumber: () => device.serialNumber,
  TokenCode: () => codeOfDevice(1),
  registryId: ({ account }) => account,
};

/** Services that take ResourceArn for their own resources only. */
const RESOURCES: Readonly<Record<string, string>> = { dynamodb: "table/sample" };

/** Of the control API, which no account's administrator may call. */
const CONTROL_SERVICE = "stackyard";

let yard: TestYard;
let account: TestAccount;
/** The administrator's. */
let device: { readonly serialNumber: string; readonly seed: string };
beforeAll(async () => {
  yard = await sharedYard();
  account = yard.account();
  // Rules look at what they are about: a bucket that is not there is refused as such, and a role only its trust opens.
  const aws = yard.yard.context.as(administrator(), account);
  await aws.s3.createBucket({ Bucket: bucketOf(account) });
  const trust = { Effect: "Allow", Principal: { AWS: account.account }, Action: "sts:*" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  await aws.iam.createRole({ RoleName: "sample", AssumeRolePolicyDocument });
  // A role is asked for with a second factor, which is judged before policies are.
  const { VirtualMFADevice: made } = await aws.iam.createVirtualMFADevice({ VirtualMFADeviceName: "sample" });
  device = { serialNumber: made?.SerialNumber ?? "", seed: Buffer.from(made?.Base32StringSeed ?? []).toString() };
  const [AuthenticationCode1, AuthenticationCode2] = [codeOfDevice(-1), codeOfDevice(0)];
  const codes = { AuthenticationCode1, AuthenticationCode2 };
  await aws.iam.enableMFADevice({ UserName: "stackyard", SerialNumber: device.serialNumber, ...codes });
});

function codeOfDevice(away: number): string {
  return totp(device.seed, totpStepAt(yard.clock.nowMs()) + away);
}

function bucketOf({ account: id }: TestAccount): string {
  return `sweep-${id}`;
}

function administrator(): Principal {
  const found = yard.yard.identity.findCredential(account.config.credentials.accessKeyId, undefined);
  if (found === undefined || found === "inactive") throw new Error("The administrator has no key.");
  return found.principal;
}

/** A plain value for every member, down to three levels. */
function plain(shape: Shape, depth = 0): unknown {
  switch (shape.kind) {
    case "string":
      return "sample";
    case "number":
    case "bigInteger":
    case "bigDecimal":
      return 1;
    case "boolean":
      return true;
    case "timestamp":
      return new Date(0);
    case "blob":
      return new Uint8Array([1]);
    case "document":
      return {};
    case "list":
      return depth > 3 ? [] : [plain(shape.member.shape, depth + 1)];
    case "map":
      return depth > 3 ? {} : { sample: plain(shape.value.shape, depth + 1) };
    default:
      return depth > 3 ? {} : structure(shape, depth);
  }
}

function structure(shape: StructureShape, depth: number): Record<string, unknown> {
  const members = [...shape.members.values()];
  const chosen = shape.kind === "union" ? members.slice(0, 1) : members;
  return Object.fromEntries(
    chosen.map(({ name, shape: member }) => [name, FORMS[name]?.(account) ?? arnFor(name) ?? plain(member, depth + 1)]),
  );
}

function arnFor(name: string): string | undefined {
  if (!/(?:Arn|ARN)$/.test(name)) return undefined;
  return name === "RoleArn"
    ? formatArn("iam", "", account.account, "role/sample")
    : formatArn("sns", "us-east-1", account.account, "sample");
}

function ask(endpoint: Endpoint, principal: Principal): "allowed" | AwsError {
  const call: AuthorizeCall = {
    principal,
    account: account.account,
    region: account.region,
    headers: {},
    yard: yard.yard.context,
  };
  try {
    const input = structure(endpoint.model.input, 0);
    const resource = RESOURCES[endpoint.service.id];
    if (resource !== undefined && "ResourceArn" in input)
      input["ResourceArn"] = formatArn(endpoint.service.id, account.region, account.account, resource);
    authorize(yard.yard.identity, endpoint, input, call);
    return "allowed";
  } catch (error) {
    if (error instanceof AwsError) return error;
    return new AwsError({ code: "InternalFailure", message: String(error), status: 500, cause: error });
  }
}

function everyEndpoint(): readonly { name: string; endpoint: Endpoint }[] {
  const { registry } = yard.yard;
  return registry.services.flatMap((service) =>
    service.operations.map((operation) => ({
      name: `${service.id} ${operation.name}`,
      endpoint: registry.require(service.id, operation.name),
    })),
  );
}

describe("every operation", () => {
  it("is denied to a user without policies", () => {
    const nobody: Principal = {
      kind: "user",
      account: account.account,
      arn: formatArn("iam", "", account.account, "user/nobody"),
      userId: "AIDANOBODY",
      userName: "nobody",
    };
    const answers = everyEndpoint().map(({ name, endpoint }) => ({ name, answer: ask(endpoint, nobody) }));
    const allowed = answers.filter(({ answer }) => answer === "allowed").map(({ name }) => name);
    expect(allowed.sort()).toEqual(Object.keys(FREE).sort());
    const otherwise = answers.flatMap(({ name, answer }) =>
      answer === "allowed" || isDenial(answer) ? [] : [`${name}: ${answer.code}: ${answer.message}`],
    );
    expect(otherwise).toEqual([]);
  });

  // The canary: were the samples refused for what they are, the test above would pass without anything being denied.
  it("is allowed to an administrator", () => {
    const refused = everyEndpoint().flatMap(({ name, endpoint }) => {
      if (endpoint.service.id === CONTROL_SERVICE) return [];
      const answer = ask(endpoint, administrator());
      return answer === "allowed" ? [] : [`${name}: ${answer.code}: ${answer.message}`];
    });
    expect(refused).toEqual([]);
  });
});

function isDenial({ code, status }: AwsError): boolean {
  return (status === 403 || status === 400) && /^(?:AccessDenied|Authorization|Unauthorized)/.test(code);
}
