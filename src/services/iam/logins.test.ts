// Goal: passwords are what the account's policy wants them to be, are never kept themselves, and the account knows when credentials were used.
// Method: through the SDK; expectations are those of the IAM User Guide, "Setting an account password policy" and "Getting credential reports".

import {
  ChangePasswordCommand,
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
  DeleteAccessKeyCommand,
  GenerateCredentialReportCommand,
  GetAccessKeyLastUsedCommand,
  GetCredentialReportCommand,
  GetLoginProfileCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAccountPasswordPolicyCommand,
  UpdateLoginProfileCommand,
  UpdateUserCommand,
  type UpdateAccountPasswordPolicyCommandInput,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sharedYard, testYard, type TestAccount, type TestYard } from "../../testing/harness.ts";

let yard: TestYard;
let account: TestAccount;
let iam: IAMClient;
beforeAll(async () => {
  yard = await sharedYard();
});
beforeEach(() => {
  account = yard.account();
  iam = account.client(IAMClient);
});

async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => new Error("The call succeeded."),
    (thrown: unknown) => thrown,
  );
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

const GOOD = "Correct-horse-7";
const VIOLATION = "PasswordPolicyViolationException: ";
const rules = (policy: UpdateAccountPasswordPolicyCommandInput) =>
  iam.send(new UpdateAccountPasswordPolicyCommand(policy));

async function ada(): Promise<string> {
  await iam.send(new CreateUserCommand({ UserName: "ada" }));
  return "ada";
}

/** A client of a new user that may do nothing by its own policies. */
async function clientOf(UserName: string): Promise<IAMClient> {
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
  return account.clientWith(IAMClient, { accessKeyId, secretAccessKey });
}

describe("passwords", () => {
  test("are what AWS's policy wants, where the account has none", async () => {
    const UserName = await ada();
    const create = (Password: string) => iam.send(new CreateLoginProfileCommand({ UserName, Password }));
    expect(await refusal(create("Ab1!"))).toBe(`${VIOLATION}Password should have a minimum length of 8`);
    expect(await refusal(create("onlysmall"))).toBe(
      `${VIOLATION}Password should meet 2 more of the following requirements: Password should have at least one uppercase letter, Password should have at least one number, Password should have at least one symbol`,
    );
    await create(GOOD);
    expect(await refusal(create(GOOD))).toBe(
      "EntityAlreadyExistsException: Login Profile for user ada already exists.",
    );
  });

  test.each([
    [{ MinimumPasswordLength: 20 }, "Password should have a minimum length of 20"],
    [{ RequireUppercaseCharacters: true }, "Password should have at least one uppercase letter"],
    [{ RequireLowercaseCharacters: true }, "Password should have at least one lowercase letter"],
    [{ RequireNumbers: true }, "Password should have at least one number"],
    [{ RequireSymbols: true }, "Password should have at least one symbol"],
  ])("are what the account's policy wants: %j", async (policy, message) => {
    const UserName = await ada();
    await rules(policy);
    const lacking = { RequireUppercaseCharacters: "a1!a1!", RequireLowercaseCharacters: "A1!A1!" };
    const [wish = ""] = Object.keys(policy);
    const Password =
      wish in lacking ? lacking[wish as keyof typeof lacking] : wish === "RequireNumbers" ? "Ab!Ab!" : "Ab1Ab1";
    expect(await refusal(iam.send(new CreateLoginProfileCommand({ UserName, Password })))).toBe(VIOLATION + message);
  });

  test("do not come back while the policy remembers them", async () => {
    const UserName = await ada();
    await rules({ PasswordReusePrevention: 2 });
    await iam.send(new CreateLoginProfileCommand({ UserName, Password: "first" + GOOD }));
    const set = (Password: string) => iam.send(new UpdateLoginProfileCommand({ UserName, Password }));
    await set(`second${GOOD}`);
    const reuse = `${VIOLATION}Policy constraint violation with password reuse prevention during password change.`;
    expect(await refusal(set(`first${GOOD}`))).toBe(reuse);
    expect(await refusal(set(`second${GOOD}`))).toBe(reuse);
    await set(`third${GOOD}`);
    await set(`first${GOOD}`);
  });

  test("are changed by who knows them, where the policy lets users do that", async () => {
    const UserName = await ada();
    await iam.send(new CreateLoginProfileCommand({ UserName, Password: GOOD, PasswordResetRequired: true }));
    const own = await clientOf(UserName);
    const change = (OldPassword: string, NewPassword: string) =>
      own.send(new ChangePasswordCommand({ OldPassword, NewPassword }));
    expect(await refusal(change(GOOD, `new${GOOD}`))).toMatch(/^AccessDenied: User: .* iam:ChangePassword/);
    await rules({ AllowUsersToChangePassword: true });
    expect(await refusal(change("wrong", `new${GOOD}`))).toBe("AccessDenied: The old password was incorrect.");
    await change(GOOD, `new${GOOD}`);
    expect(await refusal(change(GOOD, `newer${GOOD}`))).toBe("AccessDenied: The old password was incorrect.");
    const { LoginProfile } = await iam.send(new GetLoginProfileCommand({ UserName }));
    expect(LoginProfile?.PasswordResetRequired).toBe(false);
    // The policy allows; what a denial says counts still.
    const deny = { Effect: "Deny", Action: "iam:ChangePassword", Resource: "*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [deny] });
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "deny", PolicyDocument }));
    expect(await refusal(change(`new${GOOD}`, `newer${GOOD}`))).toMatch(/^AccessDenied: User: .* explicit deny/);
  });

  test("belong to users only, and stay with one that is renamed", async () => {
    const UserName = await ada();
    await iam.send(new CreateLoginProfileCommand({ UserName, Password: GOOD }));
    await iam.send(new UpdateUserCommand({ UserName, NewUserName: "lovelace" }));
    expect((await iam.send(new GetLoginProfileCommand({ UserName: "lovelace" }))).LoginProfile?.UserName).toBe(
      "lovelace",
    );
    expect(await refusal(iam.send(new DeleteUserCommand({ UserName: "lovelace" })))).toBe(
      "DeleteConflictException: Cannot delete entity, must delete login profile first.",
    );
    await iam.send(new DeleteLoginProfileCommand({ UserName: "lovelace" }));
    await iam.send(new DeleteUserCommand({ UserName: "lovelace" }));
    const trust = { Effect: "Allow", Principal: { AWS: account.account }, Action: "sts:AssumeRole" };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName: "worker", AssumeRolePolicyDocument }));
    const all = { Effect: "Allow", Action: "*", Resource: "*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [all] });
    await iam.send(new PutRolePolicyCommand({ RoleName: "worker", PolicyName: "all", PolicyDocument }));
    const session = await account
      .client(STSClient)
      .send(new AssumeRoleCommand({ RoleArn: Role?.Arn ?? "", RoleSessionName: "work" }));
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = session.Credentials ?? {};
    const role = account.clientWith(IAMClient, {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    });
    const change = new ChangePasswordCommand({ OldPassword: GOOD, NewPassword: GOOD });
    expect(await refusal(role.send(change))).toMatch(/^InvalidUserTypeException/);
  });
});

test("the account knows when a key was used last, and for what", async () => {
  const UserName = await ada();
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const { AccessKeyId = "", SecretAccessKey = "" } = AccessKey ?? {};
  const lastUse = () => iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
  expect(await lastUse()).toMatchObject({ UserName, AccessKeyLastUsed: { ServiceName: "N/A", Region: "N/A" } });
  const sts = account.clientWith(STSClient, { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey });
  await sts.send(new GetCallerIdentityCommand({}));
  const { AccessKeyLastUsed } = await lastUse();
  expect(AccessKeyLastUsed).toMatchObject({ ServiceName: "sts", Region: "us-east-1" });
  expect(Math.abs((AccessKeyLastUsed?.LastUsedDate?.getTime() ?? 0) - yard.clock.nowMs())).toBeLessThan(60_000);
  // What another account has is nobody's business.
  const stranger = yard.account().client(IAMClient);
  expect(await refusal(stranger.send(new GetAccessKeyLastUsedCommand({ AccessKeyId })))).toMatch(/^AccessDenied/);
  await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  expect(await refusal(lastUse())).toMatch(/^AccessDenied/);
});

test("the credential report has a line for each user, in AWS's columns", async () => {
  const UserName = await ada();
  await rules({ MaxPasswordAge: 10 });
  await iam.send(new CreateLoginProfileCommand({ UserName, Password: GOOD }));
  await clientOf(UserName);
  expect(await refusal(iam.send(new GetCredentialReportCommand({})))).toMatch(/^CredentialReportNotPresentException/);
  expect((await iam.send(new GenerateCredentialReportCommand({}))).State).toBe("STARTED");
  expect((await iam.send(new GenerateCredentialReportCommand({}))).State).toBe("COMPLETE");
  const { Content, ReportFormat } = await iam.send(new GetCredentialReportCommand({}));
  expect(ReportFormat).toBe("text/csv");
  const [head = "", ...lines] = new TextDecoder().decode(Content).split("\n");
  const columns = head.split(",");
  expect(columns).toHaveLength(22);
  const rows = lines.map((line) => Object.fromEntries(line.split(",").map((field, at) => [columns[at], field])));
  const NONE = { access_key_1_active: "false", access_key_1_last_rotated: "N/A", cert_1_active: "false" };
  expect(rows[0]).toMatchObject({ user: "<root_account>", password_enabled: "not_supported", ...NONE });
  const row = rows.find(({ user }) => user === UserName) ?? {};
  expect(row).toMatchObject({
    arn: `arn:aws:iam::${account.account}:user/ada`,
    password_enabled: "true",
    password_last_used: "no_information",
    mfa_active: "false",
    access_key_1_active: "true",
    access_key_1_last_used_date: "N/A",
    access_key_2_active: "false",
  });
  const { password_last_changed: changed = "", password_next_rotation: next = "" } = row;
  expect(Date.parse(next) - Date.parse(changed)).toBe(10 * 86_400_000);
});

test("the credential report is good for four hours", async () => {
  const own = await testYard();
  const client = own.account().client(IAMClient);
  await client.send(new GenerateCredentialReportCommand({}));
  await own.advance(4 * 3_600_000 - 60_000);
  await client.send(new GetCredentialReportCommand({}));
  await own.advance(60_000);
  expect(await refusal(client.send(new GetCredentialReportCommand({})))).toMatch(/^CredentialReportExpiredException/);
  expect((await client.send(new GenerateCredentialReportCommand({}))).State).toBe("STARTED");
  await own.stop();
});
