// Goal: IAM, STS and SSM's parameters are what they are to the AWS CLI. Method: every operation that is served, called by the CLI's own
// code against a yard in this process; what is served and was not called fails the last test.

import { CreateVpcCommand, EC2Client } from "@aws-sdk/client-ec2";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { totp, totpStepAt } from "../../src/kernel/totp.ts";
import { samlIdp } from "../../src/testing/saml-idp.ts";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

if (!hasAwsCli) test("the AWS CLI is not installed: IAM is not tried with it", () => expect(hasAwsCli).toBe(false));

/** A key as the CLI shows it when it is made. */
interface Made {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
}

const allowing = (Action: string): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });

describe.runIf(hasAwsCli)("the AWS CLI calls IAM, STS and SSM", () => {
  const user = ["--user-name", "ada"];
  const group = ["--group-name", "team"];
  const role = ["--role-name", "worker"];
  const own = ["--policy-name", "own"];
  let cli: AwsCli;
  let aws: AwsCli["aws"];
  let policy: readonly string[];
  let policyArn: string;

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
    const made = ["--policy-name", "readers", "--policy-document", allowing("s3:GetObject"), "--query", "Policy.Arn"];
    policyArn = await aws<string>`iam create-policy ${made}`;
    policy = ["--policy-arn", policyArn];
  });
  afterAll(() => cli.stop());

  test("for users and their keys", async () => {
    await aws`iam create-user ${user} --tags Key=a,Value=1`;
    await aws`iam wait user-exists ${user}`;
    await aws`iam update-user ${user} --new-path /people/`;
    expect(await aws`iam get-user ${user} --query User.Path`).toBe("/people/");
    expect(await aws`iam list-users --path-prefix /people/ --query Users[].UserName`).toEqual(["ada"]);
    await aws`iam tag-user ${user} --tags Key=b,Value=2`;
    await aws`iam untag-user ${user} --tag-keys a`;
    expect(await aws`iam list-user-tags ${user} --query Tags`).toEqual([{ Key: "b", Value: "2" }]);
    const made = await aws<Made>`iam create-access-key ${user} --query AccessKey`;
    const key = ["--access-key-id", made.AccessKeyId];
    const credentials = { accessKeyId: made.AccessKeyId, secretAccessKey: made.SecretAccessKey };
    const asAda = cli.account.clientWith(EC2Client, credentials);
    const making = asAda.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
    const message = await making.then(
      () => "",
      ({ message: text }: Error) => text,
    );
    const [, encoded] = /Encoded authorization failure message: (\S+)/.exec(message) ?? [];
    const decode = ["--encoded-message", encoded, "--query", "DecodedMessage"];
    expect(await aws`sts decode-authorization-message ${decode}`).toContain('"allowed":false');
    await aws`iam update-access-key ${user} ${key} --status Inactive`;
    expect(await aws`iam list-access-keys ${user} --query AccessKeyMetadata[].Status`).toEqual(["Inactive"]);
    await expect(aws`sts decode-authorization-message --encoded-message nonsense`).rejects.toThrow(
      "(InvalidAuthorizationMessageException) when calling the DecodeAuthorizationMessage operation",
    );
    expect(await aws`sts get-access-key-info ${key} --query Account`).toBe(cli.account.account);
    await aws`iam delete-access-key ${user} ${key}`;
    await aws`iam put-user-policy ${user} ${own} --policy-document ${allowing("s3:*")}`;
    expect(await aws`iam get-user-policy ${user} ${own} --query PolicyDocument.Statement[0].Action`).toBe("s3:*");
    expect(await aws`iam list-user-policies ${user} --query PolicyNames`).toEqual(["own"]);
    await aws`iam attach-user-policy ${user} ${policy}`;
    expect(await aws`iam list-attached-user-policies ${user} --query AttachedPolicies[].PolicyArn`).toEqual([
      policyArn,
    ]);
    await aws`iam put-user-permissions-boundary ${user} --permissions-boundary ${policyArn}`;
    await aws`iam delete-user-permissions-boundary ${user}`;
  });

  test("for groups", async () => {
    await aws`iam create-group ${group}`;
    await aws`iam update-group ${group} --new-path /teams/`;
    await aws`iam add-user-to-group ${group} ${user}`;
    expect(await aws`iam get-group ${group} --query Users[].UserName`).toEqual(["ada"]);
    expect(await aws`iam list-groups --query Groups[].Path`).toEqual(["/teams/"]);
    expect(await aws`iam list-groups-for-user ${user} --query Groups[].GroupName`).toEqual(["team"]);
    await aws`iam put-group-policy ${group} ${own} --policy-document ${allowing("sqs:*")}`;
    expect(await aws`iam get-group-policy ${group} ${own} --query PolicyName`).toBe("own");
    expect(await aws`iam list-group-policies ${group} --query PolicyNames`).toEqual(["own"]);
    await aws`iam delete-group-policy ${group} ${own}`;
    await aws`iam attach-group-policy ${group} ${policy}`;
    const attached = await aws`iam list-attached-group-policies ${group} --query AttachedPolicies[].PolicyArn`;
    expect(attached).toEqual([policyArn]);
    const entities = await aws`iam list-entities-for-policy ${policy} --query PolicyGroups[].GroupName`;
    expect(entities).toEqual(["team"]);
    await aws`iam detach-group-policy ${group} ${policy}`;
    await aws`iam remove-user-from-group ${group} ${user}`;
    await aws`iam delete-group ${group}`;
  });

  test("for roles and their sessions", async () => {
    const trust = (AWS: string) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" }],
      });
    const made = ["--assume-role-policy-document", trust(cli.account.account), "--query", "Role.Arn"];
    const arn = await aws<string>`iam create-role ${role} ${made}`;
    await aws`iam wait role-exists ${role}`;
    await aws`iam update-role ${role} --max-session-duration 7200`;
    await aws`iam update-role-description ${role} --description works`;
    const shown = ["--query", "Role.[Description, MaxSessionDuration]"];
    expect(await aws`iam get-role ${role} ${shown}`).toEqual(["works", 7200]);
    expect(await aws`iam list-roles --query Roles[].RoleName`).toEqual(["worker"]);
    await aws`iam tag-role ${role} --tags Key=a,Value=1 Key=b,Value=2`;
    await aws`iam untag-role ${role} --tag-keys a`;
    expect(await aws`iam list-role-tags ${role} --query Tags`).toEqual([{ Key: "b", Value: "2" }]);
    await aws`iam put-role-policy ${role} ${own} --policy-document ${allowing("sqs:*")}`;
    expect(await aws`iam get-role-policy ${role} ${own} --query PolicyName`).toBe("own");
    expect(await aws`iam list-role-policies ${role} --query PolicyNames`).toEqual(["own"]);
    await aws`iam attach-role-policy ${role} ${policy}`;
    const attached = await aws`iam list-attached-role-policies ${role} --query AttachedPolicies[].PolicyArn`;
    expect(attached).toEqual([policyArn]);
    await aws`iam put-role-permissions-boundary ${role} --permissions-boundary ${policyArn}`;
    await aws`iam delete-role-permissions-boundary ${role}`;
    const session = ["--role-arn", arn, "--role-session-name", "cli", "--query", "AssumedRoleUser.Arn"];
    expect(await aws`sts assume-role ${session}`).toMatch(/:assumed-role\/worker\/cli$/);
    await aws`iam update-assume-role-policy ${role} --policy-document ${trust("111122223333")}`;
    await expect(aws`sts assume-role ${session}`).rejects.toThrow("(AccessDenied)");
    expect(await aws`sts get-caller-identity --query Account`).toBe(cli.account.account);
    expect(await aws`sts get-session-token --query Credentials.SessionToken`).toEqual(expect.any(String));
    const federated = await aws`sts get-federation-token --name guest --query FederatedUser.Arn`;
    expect(federated).toMatch(/:federated-user\/guest$/);
    expect(await aws`iam get-account-authorization-details --query RoleDetailList[].RoleName`).toEqual(["worker"]);
  });

  test("for instance profiles", async () => {
    const profile = ["--instance-profile-name", "machines"];
    await aws`iam create-instance-profile ${profile}`;
    await aws`iam add-role-to-instance-profile ${profile} ${role}`;
    expect(await aws`iam get-instance-profile ${profile} --query InstanceProfile.Roles[].RoleName`).toEqual(["worker"]);
    const names = ["--query", "InstanceProfiles[].InstanceProfileName"];
    expect(await aws`iam list-instance-profiles ${names}`).toEqual(["machines"]);
    expect(await aws`iam list-instance-profiles-for-role ${role} ${names}`).toEqual(["machines"]);
    await aws`iam tag-instance-profile ${profile} --tags Key=a,Value=1`;
    expect(await aws`iam list-instance-profile-tags ${profile} --query Tags[].Key`).toEqual(["a"]);
    await aws`iam untag-instance-profile ${profile} --tag-keys a`;
    await aws`iam remove-role-from-instance-profile ${profile} ${role}`;
    await aws`iam delete-instance-profile ${profile}`;
  });

  test("for policies, their versions and simulations", async () => {
    const second = ["--policy-document", allowing("s3:*"), "--query", "PolicyVersion.VersionId"];
    expect(await aws`iam create-policy-version ${policy} ${second}`).toBe("v2");
    await aws`iam set-default-policy-version ${policy} --version-id v2`;
    const action = ["--query", "PolicyVersion.Document.Statement[0].Action"];
    expect(await aws`iam get-policy-version ${policy} --version-id v2 ${action}`).toBe("s3:*");
    expect(await aws`iam get-policy ${policy} --query Policy.DefaultVersionId`).toBe("v2");
    expect(await aws`iam list-policy-versions ${policy} --query Versions[].VersionId`).toEqual(["v2", "v1"]);
    expect(await aws`iam list-policies --scope Local --query Policies[].PolicyName`).toEqual(["readers"]);
    await aws`iam tag-policy ${policy} --tags Key=a,Value=1`;
    expect(await aws`iam list-policy-tags ${policy} --query Tags[].Key`).toEqual(["a"]);
    await aws`iam untag-policy ${policy} --tag-keys a`;
    const decisions = ["--query", "EvaluationResults[].EvalDecision"];
    const asked = ["--action-names", "s3:GetObject", "sqs:SendMessage", ...decisions];
    const custom = await aws`iam simulate-custom-policy --policy-input-list ${allowing("s3:*")} ${asked}`;
    expect(custom).toEqual(["allowed", "implicitDeny"]);
    const userArn = await aws<string>`iam get-user ${user} --query User.Arn`;
    const simulated = await aws`iam simulate-principal-policy --policy-source-arn ${userArn} ${asked}`;
    expect(simulated).toEqual(["allowed", "implicitDeny"]);
    const keys = await aws`iam get-context-keys-for-custom-policy --policy-input-list ${allowing("s3:*")}`;
    expect(keys).toEqual({ ContextKeyNames: [] });
    expect(await aws`iam get-context-keys-for-principal-policy --policy-source-arn ${userArn}`).toEqual(keys);
    await aws`iam delete-policy-version ${policy} --version-id v1`;
  });

  test("for OpenID Connect providers, and roles by their tokens", async () => {
    const made = ["--url", "https://issuer.example.com", "--client-id-list", "app", "--tags", "Key=a,Value=1"];
    const query = ["--query", "OpenIDConnectProviderArn"];
    const arn = await aws<string>`iam create-open-id-connect-provider ${made} ${query}`;
    const provider = ["--open-id-connect-provider-arn", arn];
    await aws`iam add-client-id-to-open-id-connect-provider ${provider} --client-id web`;
    await aws`iam remove-client-id-from-open-id-connect-provider ${provider} --client-id app`;
    const thumbprints = ["--thumbprint-list", "cf23df2207d99a74fbe169e3eba035e633b65d94"];
    await aws`iam update-open-id-connect-provider-thumbprint ${provider} ${thumbprints}`;
    expect(await aws`iam get-open-id-connect-provider ${provider} --query ClientIDList`).toEqual(["web"]);
    await aws`iam tag-open-id-connect-provider ${provider} --tags Key=b,Value=2`;
    await aws`iam untag-open-id-connect-provider ${provider} --tag-keys a`;
    expect(await aws`iam list-open-id-connect-provider-tags ${provider} --query Tags`).toEqual([
      { Key: "b", Value: "2" },
    ]);
    expect(await aws`iam list-open-id-connect-providers --query OpenIDConnectProviderList[].Arn`).toEqual([arn]);
    const open = ["--identity-pool-name", "app", "--allow-unauthenticated-identities", "--allow-classic-flow"];
    const pool = await aws<string>`cognito-identity create-identity-pool ${open} --query IdentityPoolId`;
    const id = await aws<string>`cognito-identity get-id --identity-pool-id ${pool} --query IdentityId`;
    const token = await aws<string>`cognito-identity get-open-id-token --identity-id ${id} --query Token`;
    const Statement = {
      Effect: "Allow",
      Principal: { Federated: "cognito-identity.amazonaws.com" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringEquals: { "cognito-identity.amazonaws.com:aud": pool } },
    };
    const trust = JSON.stringify({ Version: "2012-10-17", Statement: [Statement] });
    const guests = ["--role-name", "guests", "--assume-role-policy-document", trust, "--query", "Role.Arn"];
    const session = ["--role-arn", await aws<string>`iam create-role ${guests}`, "--role-session-name", "guest"];
    const subject = ["--query", "SubjectFromWebIdentityToken"];
    expect(await aws`sts assume-role-with-web-identity ${session} --web-identity-token ${token} ${subject}`).toBe(id);
    await expect(aws`sts assume-role-with-web-identity ${session} --web-identity-token no.to.ken`).rejects.toThrow(
      "(InvalidIdentityToken)",
    );
    await aws`iam delete-role --role-name guests`;
    await aws`iam delete-open-id-connect-provider ${provider}`;
  });

  test("for SAML providers, and roles by their responses", async () => {
    const idp = samlIdp();
    const made = ["--name", "corp", "--saml-metadata-document", idp.metadata, "--tags", "Key=a,Value=1"];
    const providerArn = await aws<string>`iam create-saml-provider ${made} --query SAMLProviderArn`;
    const provider = ["--saml-provider-arn", providerArn];
    await aws`iam update-saml-provider ${provider} --saml-metadata-document ${idp.metadata}`;
    expect(await aws`iam get-saml-provider ${provider} --query SAMLMetadataDocument`).toBe(idp.metadata);
    await aws`iam tag-saml-provider ${provider} --tags Key=b,Value=2`;
    await aws`iam untag-saml-provider ${provider} --tag-keys a`;
    expect(await aws`iam list-saml-provider-tags ${provider} --query Tags`).toEqual([{ Key: "b", Value: "2" }]);
    expect(await aws`iam list-saml-providers --query SAMLProviderList[].Arn`).toEqual([providerArn]);
    const Statement = { Effect: "Allow", Principal: { Federated: providerArn }, Action: "sts:AssumeRoleWithSAML" };
    const trust = JSON.stringify({ Version: "2012-10-17", Statement: [Statement] });
    const staff = ["--role-name", "staff", "--assume-role-policy-document", trust, "--query", "Role.Arn"];
    const roleArn = await aws<string>`iam create-role ${staff}`;
    const assume = ["--role-arn", roleArn, "--principal-arn", providerArn, "--query", "Subject"];
    const response = (signs: "assertion" | "nothing") =>
      Buffer.from(idp.respond({ nowMs: cli.yard.clock.nowMs(), roleArn, providerArn, signs })).toString("base64");
    const subject = await aws`sts assume-role-with-saml ${assume} --saml-assertion ${response("assertion")}`;
    expect(subject).toBe("ada@example.com");
    await expect(aws`sts assume-role-with-saml ${assume} --saml-assertion ${response("nothing")}`).rejects.toThrow(
      "(InvalidIdentityToken) when calling the AssumeRoleWithSAML operation: Response signature invalid",
    );
    await aws`iam delete-role --role-name staff`;
    await aws`iam delete-saml-provider ${provider}`;
  });

  test("for MFA devices", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "stackyard-mfa-")), "seed");
    const made = ["--virtual-mfa-device-name", "phone", "--outfile", file, "--bootstrap-method", "Base32StringSeed"];
    const serial = await aws<string>`iam create-virtual-mfa-device ${made} --query VirtualMFADevice.SerialNumber`;
    const device = ["--serial-number", serial];
    const seed = readFileSync(file, "utf8");
    const code = (away: number) => totp(seed, totpStepAt(cli.yard.clock.nowMs()) + away);
    const codes = (away: number) => [
      ...["--authentication-code1", code(away - 1)],
      ...["--authentication-code2", code(away)],
    ];
    await expect(
      aws`iam enable-mfa-device ${user} ${device} --authentication-code1 ${code(0)} --authentication-code2 ${code(0)}`,
    ).rejects.toThrow("(InvalidAuthenticationCode) when calling the EnableMFADevice operation");
    await aws`iam enable-mfa-device ${user} ${device} ${codes(-3)}`;
    await aws`iam resync-mfa-device ${user} ${device} ${codes(0)}`;
    expect(await aws`iam list-mfa-devices ${user} --query MFADevices[].SerialNumber`).toEqual([serial]);
    expect(await aws`iam get-mfa-device ${device} --query UserName`).toBe("ada");
    const assigned = ["--assignment-status", "Assigned", "--query", "VirtualMFADevices[].User.UserName"];
    expect(await aws`iam list-virtual-mfa-devices ${assigned}`).toEqual(["ada"]);
    await aws`iam tag-mfa-device ${device} --tags Key=a,Value=1`;
    expect(await aws`iam list-mfa-device-tags ${device} --query Tags`).toEqual([{ Key: "a", Value: "1" }]);
    await aws`iam untag-mfa-device ${device} --tag-keys a`;
    await expect(aws`sts get-session-token ${device} --token-code ${code(0)}`).rejects.toThrow(
      "(AccessDenied) when calling the GetSessionToken operation: MultiFactorAuthentication failed, unable to validate",
    );
    await aws`iam deactivate-mfa-device ${user} ${device}`;
    await aws`iam delete-virtual-mfa-device ${device}`;
  });

  test("for passwords, and what the account knows of credentials", async () => {
    const strict = ["--minimum-password-length", "12", "--require-symbols", "--password-reuse-prevention", "2"];
    await aws`iam update-account-password-policy ${strict} --allow-users-to-change-password`;
    expect(await aws`iam get-account-password-policy --query PasswordPolicy.MinimumPasswordLength`).toBe(12);
    await aws`iam create-login-profile ${user} --password ${"Correct-horse-7"} --password-reset-required`;
    expect(await aws`iam get-login-profile ${user} --query LoginProfile.PasswordResetRequired`).toBe(true);
    await expect(aws`iam update-login-profile ${user} --password ${"short"}`).rejects.toThrow(
      "(PasswordPolicyViolation) when calling the UpdateLoginProfile operation: Password should have a minimum length of 12",
    );
    await aws`iam update-login-profile ${user} --password ${"Battery-staple-7"}`;
    const own = ["--user-name", "stackyard"];
    await aws`iam create-login-profile ${own} --password ${"Correct-horse-7"}`;
    await aws`iam change-password --old-password ${"Correct-horse-7"} --new-password ${"Battery-staple-7"}`;
    for (const each of [user, own]) await aws`iam delete-login-profile ${each}`;
    await aws`iam delete-account-password-policy`;
    const [key = ""] = await aws<string[]>`iam list-access-keys ${own} --query AccessKeyMetadata[].AccessKeyId`;
    const used = ["--access-key-id", key, "--query", "AccessKeyLastUsed.ServiceName"];
    expect(await aws`iam get-access-key-last-used ${used}`).toBe("iam");
    expect(await aws`iam generate-credential-report --query State`).toBe("STARTED");
    expect(await aws`iam generate-credential-report --query State`).toBe("COMPLETE");
    const report = await aws<string>`iam get-credential-report --query Content`;
    expect(Buffer.from(report, "base64").toString()).toMatch(/^user,arn,user_creation_time,password_enabled,/);
  });

  test("for the access advisor", async () => {
    const arn = await aws<string>`iam get-user --user-name stackyard --query User.Arn`;
    const granularity = ["--granularity", "ACTION_LEVEL", "--query", "JobId"];
    const job = ["--job-id", await aws<string>`iam generate-service-last-accessed-details --arn ${arn} ${granularity}`];
    const used = ["--max-items", "1000", "--query", "ServicesLastAccessed[?ServiceNamespace=='iam'].ServiceName"];
    expect(await aws`iam get-service-last-accessed-details ${job} ${used}`).toEqual([
      "AWS Identity and Access Management (IAM)",
    ]);
    const entities = ["--service-namespace", "iam", "--query", "EntityDetailsList[].EntityInfo.Name"];
    expect(await aws`iam get-service-last-accessed-details-with-entities ${job} ${entities}`).toEqual(["stackyard"]);
    const of = ["--service-namespaces", "sqs", "--query", "PoliciesGrantingServiceAccess[].Policies[].PolicyName"];
    expect(await aws`iam list-policies-granting-service-access --arn ${arn} ${of}`).toEqual(["AdministratorAccess"]);
  });

  test("for roles of services", async () => {
    const service = ["--aws-service-name", "lambda.application-autoscaling.amazonaws.com", "--query", "Role.RoleName"];
    const name = await aws<string>`iam create-service-linked-role ${service}`;
    const task = await aws<string>`iam delete-service-linked-role --role-name ${name} --query DeletionTaskId`;
    const status = ["--deletion-task-id", task, "--query", "Status"];
    expect(await aws`iam get-service-linked-role-deletion-status ${status}`).toBe("SUCCEEDED");
  });

  test("for the account, and to clear away", async () => {
    await aws`iam create-account-alias --account-alias stackyard-cli`;
    expect(await aws`iam list-account-aliases --query AccountAliases`).toEqual(["stackyard-cli"]);
    await aws`iam delete-account-alias --account-alias stackyard-cli`;
    expect(await aws`iam get-account-summary --query SummaryMap.Roles`).toBe(1);
    await expect(aws`iam delete-role ${role}`).rejects.toThrow(
      "An error occurred (DeleteConflict) when calling the DeleteRole operation: " +
        "Cannot delete entity, must detach all policies first.",
    );
    await aws`iam detach-role-policy ${role} ${policy}`;
    await aws`iam delete-role-policy ${role} ${own}`;
    await aws`iam delete-role ${role}`;
    await aws`iam detach-user-policy ${user} ${policy}`;
    await aws`iam delete-user-policy ${user} ${own}`;
    await aws`iam delete-user ${user}`;
    await aws`iam delete-policy ${policy}`;
    await expect(aws`iam get-user ${user}`).rejects.toThrow(
      "An error occurred (NoSuchEntity) when calling the GetUser operation: The user with name ada cannot be found.",
    );
  });

  test("for parameters", async () => {
    await aws`ssm put-parameter --name /app/one --value 1 --type String --tags Key=a,Value=1`;
    await aws`ssm put-parameter --name /app/two --value secret --type SecureString`;
    await aws`ssm put-parameter --name /app/one --value 2 --overwrite`;
    expect(await aws`ssm get-parameter --name /app/one --query Parameter.Value`).toBe("2");
    const decrypted = ["--with-decryption", "--query", "Parameters[].Value"];
    expect(await aws`ssm get-parameters --names /app/two ${decrypted}`).toEqual(["secret"]);
    expect(await aws`ssm get-parameters-by-path --path /app ${decrypted}`).toEqual(["2", "secret"]);
    expect(await aws`ssm get-parameter-history --name /app/one --query Parameters[].Version`).toEqual([1, 2]);
    expect(await aws`ssm describe-parameters --query Parameters[].Name`).toEqual(["/app/one", "/app/two"]);
    const version = ["--name", "/app/one", "--parameter-version", "1", "--labels", "first"];
    await aws`ssm label-parameter-version ${version}`;
    expect(await aws`ssm get-parameter --name /app/one:first --query Parameter.Value`).toBe("1");
    await aws`ssm unlabel-parameter-version ${version}`;
    const setting = ["--setting-id", "/ssm/parameter-store/default-parameter-tier"];
    await aws`ssm update-service-setting ${setting} --setting-value Advanced`;
    const value = ["--query", "ServiceSetting.SettingValue"];
    expect(await aws`ssm get-service-setting ${setting} ${value}`).toBe("Advanced");
    await aws`ssm reset-service-setting ${setting}`;
    const resource = ["--resource-type", "Parameter", "--resource-id", "/app/one"];
    await aws`ssm add-tags-to-resource ${resource} --tags Key=b,Value=2`;
    await aws`ssm remove-tags-from-resource ${resource} --tag-keys a`;
    expect(await aws`ssm list-tags-for-resource ${resource} --query TagList`).toEqual([{ Key: "b", Value: "2" }]);
    await aws`ssm delete-parameter --name /app/one`;
    expect(await aws`ssm delete-parameters --names /app/two --query DeletedParameters`).toEqual(["/app/two"]);
    await expect(aws`ssm get-parameter --name /app/one`).rejects.toThrow("(ParameterNotFound)");
  });

  test("in every operation that is served", () => {
    expect(["iam", "sts", "ssm"].flatMap((service) => cli.uncalled(service))).toEqual([]);
  });
});
