// Goal: a virtual MFA device proves its user by codes that are right, of its time and used once, and policies see that.
// Method: through the SDK, on a yard whose clock is moved; codes are computed from the seed as an authenticator app does (RFC 6238).

import { inflateSync } from "node:zlib";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  DeleteUserCommand,
  DeleteVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  GenerateCredentialReportCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  GetMFADeviceCommand,
  GetUserCommand,
  IAMClient,
  ListMFADevicesCommand,
  ListMFADeviceTagsCommand,
  ListVirtualMFADevicesCommand,
  PutUserPolicyCommand,
  ResyncMFADeviceCommand,
  TagMFADeviceCommand,
  UntagMFADeviceCommand,
  UpdateUserCommand,
} from "@aws-sdk/client-iam";
import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
  type Credentials,
} from "@aws-sdk/client-sts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { totp, totpStepAt } from "../../kernel/totp.ts";
import { testYard, type TestAccount, type TestYard } from "../../testing/harness.ts";

let yard: TestYard;
let account: TestAccount;
let iam: IAMClient;
beforeAll(async () => {
  yard = await testYard();
});
afterAll(() => yard.stop());
beforeEach(() => {
  account = yard.account();
  iam = account.client(IAMClient);
});

const STEP_MS = 30_000;
const WRONG_CODE = "AccessDenied: MultiFactorAuthentication failed with invalid MFA one time pass code. ";
const NOT_THEIRS =
  "AccessDenied: MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.";

async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => new Error("The call succeeded."),
    (thrown: unknown) => thrown,
  );
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

interface Device {
  readonly SerialNumber: string;
  readonly seed: string;
}

async function device(VirtualMFADeviceName: string): Promise<Device> {
  const { VirtualMFADevice: made } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName }));
  return {
    SerialNumber: made?.SerialNumber ?? "",
    seed: Buffer.from(made?.Base32StringSeed ?? []).toString(),
  };
}

/** The device's code of now, or of so many steps away. */
const codeOf = ({ seed }: Device, away = 0): string => totp(seed, totpStepAt(yard.clock.nowMs()) + away);

const enable = ({ SerialNumber, seed }: Device, UserName: string, away = 0) =>
  iam.send(
    new EnableMFADeviceCommand({
      UserName,
      SerialNumber,
      AuthenticationCode1: codeOf({ SerialNumber, seed }, away - 1),
      AuthenticationCode2: codeOf({ SerialNumber, seed }, away),
    }),
  );

const document = (...Statement: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement });

/** A user with keys and these statements. */
async function userWith(UserName: string, ...statements: object[]): Promise<STSClient> {
  await iam.send(new CreateUserCommand({ UserName }));
  if (statements.length > 0) {
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "own", PolicyDocument: document(...statements) }));
  }
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return account.clientWith(STSClient, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
}

const keysOf = (credentials: Credentials | undefined) => ({
  accessKeyId: credentials?.AccessKeyId ?? "",
  secretAccessKey: credentials?.SecretAccessKey ?? "",
  sessionToken: credentials?.SessionToken ?? "",
});

// AWS: "CreateVirtualMFADevice": the serial number is an ARN with the path; the seed is in base 32; the picture is a PNG.
test("A virtual device is made with a seed and a picture, which are never shown again", async () => {
  const { VirtualMFADevice: made } = await iam.send(
    new CreateVirtualMFADeviceCommand({
      VirtualMFADeviceName: "phone",
      Path: "/team/",
      Tags: [{ Key: "a", Value: "1" }],
    }),
  );
  const SerialNumber = `arn:aws:iam::${account.account}:mfa/team/phone`;
  expect(made).toMatchObject({ SerialNumber, Tags: [{ Key: "a", Value: "1" }] });
  expect(Buffer.from(made?.Base32StringSeed ?? []).toString()).toMatch(/^[A-Z2-7]{64}$/);
  const png = Buffer.from(made?.QRCodePNG ?? []);
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const at = png.indexOf("IDAT");
  const pixels = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  expect(pixels.length).toBe(height * (1 + Math.ceil(width / 8)));
  // The first dark module is the corner of a finder, behind a margin of four modules of four pixels.
  const isDark = (x: number, y: number): boolean => {
    const byte = pixels[y * (1 + Math.ceil(width / 8)) + 1 + (x >> 3)] ?? 0;
    return (byte & (0x80 >> (x & 7))) === 0;
  };
  expect([isDark(15, 16), isDark(16, 15), isDark(16, 16), isDark(43, 16), isDark(44, 16)]).toEqual([
    ...[false, false, true, true, false],
  ]);

  const { VirtualMFADevices } = await iam.send(new ListVirtualMFADevicesCommand({}));
  expect(VirtualMFADevices).toEqual([{ SerialNumber }]);
  const again = iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: "Phone", Path: "/team/" }));
  expect(await refusal(again)).toMatch(/^EntityAlreadyExists/);
  await iam.send(new TagMFADeviceCommand({ SerialNumber, Tags: [{ Key: "b", Value: "2" }] }));
  await iam.send(new UntagMFADeviceCommand({ SerialNumber, TagKeys: ["a"] }));
  const { Tags } = await iam.send(new ListMFADeviceTagsCommand({ SerialNumber }));
  expect(Tags).toEqual([{ Key: "b", Value: "2" }]);
  await iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber }));
  expect(await refusal(iam.send(new GetMFADeviceCommand({ SerialNumber })))).toMatch(/^NoSuchEntity/);
});

test("A device becomes a user's by two consecutive codes, and is in the way of deletions", async () => {
  await userWith("ada");
  await userWith("bob");
  const phone = await device("phone");
  const { SerialNumber } = phone;
  const give = (AuthenticationCode1: string, AuthenticationCode2: string) =>
    iam.send(new EnableMFADeviceCommand({ UserName: "ada", SerialNumber, AuthenticationCode1, AuthenticationCode2 }));
  expect(await refusal(give(codeOf(phone), codeOf(phone)))).toMatch(/^InvalidAuthenticationCode/);
  expect(await refusal(give(codeOf(phone), codeOf(phone, -1)))).toMatch(/^InvalidAuthenticationCode/);
  await enable(phone, "ada");
  expect(await refusal(enable(phone, "bob"))).toMatch(/^EntityAlreadyExists/);

  const { MFADevices } = await iam.send(new ListMFADevicesCommand({ UserName: "ada" }));
  expect(MFADevices).toEqual([{ UserName: "ada", SerialNumber, EnableDate: expect.any(Date) as Date }]);
  const assigned = await iam.send(new ListVirtualMFADevicesCommand({ AssignmentStatus: "Assigned" }));
  expect(assigned.VirtualMFADevices?.[0]?.User?.UserName).toBe("ada");
  const { VirtualMFADevices } = await iam.send(new ListVirtualMFADevicesCommand({ AssignmentStatus: "Unassigned" }));
  expect(VirtualMFADevices).toEqual([]);
  const { SummaryMap } = await iam.send(new GetAccountSummaryCommand({}));
  expect(SummaryMap).toMatchObject({ MFADevices: 1, MFADevicesInUse: 1, AccountMFAEnabled: 0 });
  await iam.send(new GenerateCredentialReportCommand({}));
  const { Content } = await iam.send(new GetCredentialReportCommand({}));
  const [columns = [], ...lines] = Buffer.from(Content ?? [])
    .toString()
    .split("\n")
    .map((line) => line.split(","));
  const mfa = Object.fromEntries(lines.map((line) => [line[0], line[columns.indexOf("mfa_active")]]));
  expect(mfa).toMatchObject({ ada: "true", bob: "false" });

  expect(await refusal(iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber })))).toMatch(/^DeleteConflict/);
  await iam.send(new UpdateUserCommand({ UserName: "ada", NewUserName: "lovelace" }));
  const { UserName } = await iam.send(new GetMFADeviceCommand({ SerialNumber }));
  expect(UserName).toBe("lovelace");
  expect(await refusal(iam.send(new DeactivateMFADeviceCommand({ UserName: "bob", SerialNumber })))).toMatch(
    /^NoSuchEntity/,
  );
  await iam.send(new CreateUserCommand({ UserName: "carl" }));
  const other = await device("other");
  await enable(other, "carl");
  expect(await refusal(iam.send(new DeleteUserCommand({ UserName: "carl" })))).toBe(
    "DeleteConflictException: Cannot delete entity, must delete MFA device first.",
  );
  await iam.send(new DeactivateMFADeviceCommand({ UserName: "carl", SerialNumber: other.SerialNumber }));
  await iam.send(new DeleteUserCommand({ UserName: "carl" }));
});

// AWS: "Resynchronize virtual and hardware MFA devices"; EnableMFADevice: codes that were kept too long leave a device out of sync.
test("A device whose codes came late is out of step until it is synchronized again", async () => {
  const ada = await userWith("ada");
  const phone = await device("phone");
  await enable(phone, "ada", -10);
  const session = (away = 0) =>
    ada.send(new GetSessionTokenCommand({ SerialNumber: phone.SerialNumber, TokenCode: codeOf(phone, away) }));
  expect(await refusal(session())).toBe(WRONG_CODE);
  await iam.send(
    new ResyncMFADeviceCommand({
      UserName: "ada",
      SerialNumber: phone.SerialNumber,
      AuthenticationCode1: codeOf(phone, -2),
      AuthenticationCode2: codeOf(phone, -1),
    }),
  );
  expect(await refusal(session(-1))).toBe(WRONG_CODE);
  await session();
  // Codes that were used do not synchronize either.
  const replayed = iam.send(
    new ResyncMFADeviceCommand({
      UserName: "ada",
      SerialNumber: phone.SerialNumber,
      AuthenticationCode1: codeOf(phone, -2),
      AuthenticationCode2: codeOf(phone, -1),
    }),
  );
  expect(await refusal(replayed)).toMatch(/^InvalidAuthenticationCode/);
});

test("GetSessionToken takes a code once, of the user's own device, and policies see the factor and its age", async () => {
  const needsMfa = { Effect: "Allow", Action: "sqs:ListQueues", Resource: "*" };
  const ada = await userWith(
    "ada",
    {
      ...needsMfa,
      Condition: {
        Bool: { "aws:MultiFactorAuthPresent": "true" },
        NumericLessThan: { "aws:MultiFactorAuthAge": "600" },
      },
    },
    { Effect: "Allow", Action: "iam:GetUser", Resource: "*" },
  );
  const bob = await userWith("bob");
  const phone = await device("phone");
  await enable(phone, "ada");
  await yard.advance(STEP_MS);
  const { SerialNumber } = phone;
  const ask = (client: STSClient, TokenCode?: string, serial: string | undefined = SerialNumber) =>
    client.send(new GetSessionTokenCommand({ SerialNumber: serial, TokenCode }));
  expect(await refusal(ask(bob, codeOf(phone)))).toBe(NOT_THEIRS);
  expect(await refusal(ask(ada, codeOf(phone), `arn:aws:iam::${account.account}:mfa/none`))).toBe(NOT_THEIRS);
  expect(await refusal(ask(ada))).toBe(
    "AccessDenied: MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
  );
  // RACE: two calls with one code at the same time.
  const code = codeOf(phone);
  const both = await Promise.allSettled([ask(ada, code), ask(ada, code)]);
  const given = both.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  expect(given).toHaveLength(1);
  expect(await refusal(ask(ada, code))).toBe(WRONG_CODE);

  const keys = keysOf(given[0]?.Credentials);
  const list = (credentials: ReturnType<typeof keysOf>) =>
    account.clientWith(SQSClient, credentials).send(new ListQueuesCommand({}));
  await list(keys);
  // AWS: with a second factor, these credentials call IAM.
  await account.clientWith(IAMClient, keys).send(new GetUserCommand({}));
  const { Credentials: plain } = await ada.send(new GetSessionTokenCommand({}));
  expect(await refusal(list(keysOf(plain)))).toMatch(/^AccessDenied/);
  await yard.advance(600_000);
  expect(await refusal(list(keys))).toMatch(/^AccessDenied/);
});

// AWS: "Secure API access with MFA": the factor counts where the role is assumed; the role's session has nothing of it, but in CloudTrail.
test("A role that wants a second factor is assumed with a code, or by a session that has one", async () => {
  const mayAssume = { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" };
  const ada = await userWith("ada", mayAssume);
  const phone = await device("phone");
  await enable(phone, "ada");
  const RoleName = "careful";
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: document({
        Effect: "Allow",
        Principal: { AWS: account.account },
        Action: "sts:AssumeRole",
        Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
      }),
    }),
  );
  const role = { RoleArn: Role?.Arn, RoleSessionName: "session" };
  expect(await refusal(ada.send(new AssumeRoleCommand(role)))).toMatch(/not authorized to perform: sts:AssumeRole/);
  const withCode = (TokenCode: string) =>
    ada.send(new AssumeRoleCommand({ ...role, SerialNumber: phone.SerialNumber, TokenCode }));
  expect(await refusal(withCode("000000"))).toBe(WRONG_CODE);
  await yard.advance(STEP_MS);
  const { Credentials } = await withCode(codeOf(phone));
  expect(await refusal(withCode(codeOf(phone)))).toBe(WRONG_CODE);
  const session = account.clientWith(STSClient, keysOf(Credentials));
  // The role would have to be assumed again with a factor of its own, which sessions of roles do not have.
  expect(await refusal(session.send(new AssumeRoleCommand(role)))).toMatch(/not authorized to perform: sts:AssumeRole/);
  const stolen = { ...role, SerialNumber: phone.SerialNumber, TokenCode: codeOf(phone, 1) };
  expect(await refusal(session.send(new AssumeRoleCommand(stolen)))).toBe(NOT_THEIRS);

  await yard.advance(STEP_MS);
  const own = { SerialNumber: phone.SerialNumber, TokenCode: codeOf(phone) };
  const proved = await ada.send(new GetSessionTokenCommand(own));
  await account.clientWith(STSClient, keysOf(proved.Credentials)).send(new AssumeRoleCommand(role));
  await session.send(new GetCallerIdentityCommand({}));
  const { Events = [] } = await account
    .client(CloudTrailClient)
    .send(new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "AssumeRole" }] }));
  const factors = Events.map(
    ({ CloudTrailEvent = "{}" }) =>
      (
        JSON.parse(CloudTrailEvent) as {
          userIdentity: { sessionContext?: { attributes: { mfaAuthenticated: string } } };
        }
      ).userIdentity.sessionContext?.attributes.mfaAuthenticated,
  );
  expect(factors).toContain("true");
});
