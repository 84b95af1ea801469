// IAM through the real SDK: what each operation gives and refuses, and what its changes mean to the next call.

import {
  AddRoleToInstanceProfileCommand,
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateAccountAliasCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteGroupCommand,
  DeleteInstanceProfileCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteUserCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  GetAccountAuthorizationDetailsCommand,
  GetOutboundWebIdentityFederationInfoCommand,
  GetAccountSummaryCommand,
  GetGroupCommand,
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  IAMClient,
  IAMServiceException,
  ListAccessKeysCommand,
  ListAccountAliasesCommand,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListGroupsForUserCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  ListUsersCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
  RemoveUserFromGroupCommand,
  SetDefaultPolicyVersionCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAccessKeyCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateUserCommand,
} from "@aws-sdk/client-iam";
import { beforeAll, describe, expect, it } from "vitest";
import { sharedYard, type TestAccount, type TestYard } from "../../testing/harness.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await sharedYard();
});

const policy = (...statements: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (Action: string | string[], Resource = "*"): object => ({ Effect: "Allow", Action, Resource });
const TRUST = policy({ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" });

async function refusal(work: Promise<unknown>): Promise<{ code: string; status: number | undefined; message: string }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof IAMServiceException) {
      return { code: error.name, status: error.$metadata.httpStatusCode, message: error.message };
    }
    throw error;
  }
  throw new Error("The call succeeded.");
}

/** A new user of the account and a client with their key. */
async function newUser(account: TestAccount, UserName: string): Promise<IAMClient> {
  const iam = account.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return account.clientWith(IAMClient, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
}

describe("roles", () => {
  it("are made, described, changed and deleted", async () => {
    const account = yard.account();
    const iam = account.client(IAMClient);
    const RoleName = "worker";
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName,
        Path: "/service/",
        AssumeRolePolicyDocument: TRUST,
        Description: "Works.",
        Tags: [{ Key: "team", Value: "blue" }],
      }),
    );
    const Arn = `arn:aws:iam::${account.account}:role/service/worker`;
    expect(Role).toMatchObject({
      RoleName,
      Path: "/service/",
      Arn,
      MaxSessionDuration: 3600,
      Tags: [{ Key: "team", Value: "blue" }],
    });
    expect(Role?.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/);
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toBe(TRUST);

    await iam.send(new UpdateRoleCommand({ RoleName, Description: "Rests.", MaxSessionDuration: 7200 }));
    const everyone = policy({ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" });
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: everyone }));
    await iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: "stage", Value: "dev" }] }));
    await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ["team"] }));
    const changed = await iam.send(new GetRoleCommand({ RoleName }));
    expect(changed.Role).toMatchObject({ Description: "Rests.", MaxSessionDuration: 7200, RoleId: Role?.RoleId });
    expect(decodeURIComponent(changed.Role?.AssumeRolePolicyDocument ?? "")).toBe(everyone);
    expect((await iam.send(new ListRoleTagsCommand({ RoleName }))).Tags).toEqual([{ Key: "stage", Value: "dev" }]);

    await iam.send(new DeleteRoleCommand({ RoleName }));
    expect(await refusal(iam.send(new GetRoleCommand({ RoleName })))).toEqual({
      code: "NoSuchEntityException",
      status: 404,
      message: "The role with name worker cannot be found.",
    });
  });

  it("are one to a name, whatever its case", async () => {
    const iam = yard.account().client(IAMClient);
    await iam.send(new CreateRoleCommand({ RoleName: "Worker", AssumeRolePolicyDocument: TRUST }));
    const again = iam.send(new CreateRoleCommand({ RoleName: "worker", AssumeRolePolicyDocument: TRUST }));
    expect(await refusal(again)).toEqual({
      code: "EntityAlreadyExistsException",
      status: 409,
      message: "Role with name worker already exists.",
    });
  });

  it("keep inline and managed policies, and are not deleted before these are gone", async () => {
    const iam = yard.account().client(IAMClient);
    const RoleName = "worker";
    const PolicyArn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
    const PolicyDocument = policy(allow("s3:GetObject"));
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "read", PolicyDocument }));
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual(["read"]);
    expect((await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }))).AttachedPolicies).toEqual([
      { PolicyName: "AWSLambdaBasicExecutionRole", PolicyArn },
    ]);
    const inline = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: "read" }));
    expect(decodeURIComponent(inline.PolicyDocument ?? "")).toBe(PolicyDocument);

    expect(await refusal(iam.send(new DeleteRoleCommand({ RoleName })))).toEqual({
      code: "DeleteConflictException",
      status: 409,
      message: "Cannot delete entity, must detach all policies first.",
    });
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    expect((await refusal(iam.send(new DeleteRoleCommand({ RoleName })))).message).toBe(
      "Cannot delete entity, must delete policies first.",
    );
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "read" }));
    expect(await refusal(iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "read" })))).toEqual({
      code: "NoSuchEntityException",
      status: 404,
      message: "The role policy with name read cannot be found.",
    });
    expect((await refusal(iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })))).message).toBe(
      `Policy ${PolicyArn} was not found.`,
    );
    await iam.send(new DeleteRoleCommand({ RoleName }));
  });

  it("are listed in pages, below a path", async () => {
    const iam = yard.account().client(IAMClient);
    for (const name of ["a", "b", "c", "d"]) {
      await iam.send(
        new CreateRoleCommand({
          RoleName: name,
          Path: name === "d" ? "/other/" : "/x/",
          AssumeRolePolicyDocument: TRUST,
        }),
      );
    }
    const first = await iam.send(new ListRolesCommand({ PathPrefix: "/x/", MaxItems: 2 }));
    expect(first.Roles?.map((role) => role.RoleName)).toEqual(["a", "b"]);
    expect(first.IsTruncated).toBe(true);
    const second = await iam.send(new ListRolesCommand({ PathPrefix: "/x/", MaxItems: 2, Marker: first.Marker }));
    expect(second.Roles?.map((role) => role.RoleName)).toEqual(["c"]);
    expect(second.IsTruncated).toBe(false);
    expect(second.Marker).toBeUndefined();
  });

  it("refuse documents, names and durations as AWS words it", async () => {
    const iam = yard.account().client(IAMClient);
    const create = (input: Partial<ConstructorParameters<typeof CreateRoleCommand>[0]>) =>
      refusal(iam.send(new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument: TRUST, ...input })));
    expect(await create({ AssumeRolePolicyDocument: "{" })).toEqual({
      code: "MalformedPolicyDocumentException",
      status: 400,
      message: "This policy contains invalid Json",
    });
    expect((await create({ AssumeRolePolicyDocument: policy(allow("sts:AssumeRole")) })).message).toBe(
      "Missing required field Principal",
    );
    expect(await create({ RoleName: "a b" })).toEqual({
      code: "ValidationError",
      status: 400,
      message:
        "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-",
    });
    expect((await create({ RoleName: "r".repeat(65) })).message).toBe(
      `1 validation error detected: Value '${"r".repeat(65)}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    );
    expect((await create({ MaxSessionDuration: 60 })).message).toContain("greater than or equal to 3600");
    expect(
      (
        await create({
          Tags: [
            { Key: "A", Value: "1" },
            { Key: "a", Value: "2" },
          ],
        })
      ).message,
    ).toBe("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    const big = policy({
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": "x".repeat(2048) } },
    });
    expect(await create({ AssumeRolePolicyDocument: big })).toMatchObject({
      code: "LimitExceededException",
      message: "Cannot exceed quota for ACLSizePerRole: 2048",
    });
  });
});

describe("users", () => {
  it("are made, renamed with their keys, and deleted when nothing is left", async () => {
    const account = yard.account();
    const iam = account.client(IAMClient);
    const own = await newUser(account, "ada");
    expect((await iam.send(new ListUsersCommand({}))).Users?.map((user) => user.UserName)).toEqual([
      "ada",
      "stackyard",
    ]);
    const { User } = await iam.send(new GetUserCommand({ UserName: "ada" }));
    expect(User).toMatchObject({ UserName: "ada", Path: "/", Arn: `arn:aws:iam::${account.account}:user/ada` });

    await iam.send(new UpdateUserCommand({ UserName: "ada", NewUserName: "lovelace", NewPath: "/math/" }));
    await iam.send(
      new PutUserPolicyCommand({
        UserName: "lovelace",
        PolicyName: "self",
        PolicyDocument: policy(allow("iam:GetUser")),
      }),
    );
    expect((await own.send(new GetUserCommand({}))).User).toMatchObject({
      UserName: "lovelace",
      UserId: User?.UserId,
      Arn: `arn:aws:iam::${account.account}:user/math/lovelace`,
    });

    const remove = () => iam.send(new DeleteUserCommand({ UserName: "lovelace" }));
    expect((await refusal(remove())).message).toBe("Cannot delete entity, must delete access keys first.");
    const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: "lovelace" }));
    const AccessKeyId = AccessKeyMetadata?.[0]?.AccessKeyId ?? "";
    expect(AccessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
    await iam.send(new DeleteAccessKeyCommand({ UserName: "lovelace", AccessKeyId }));
    expect((await refusal(remove())).message).toBe("Cannot delete entity, must delete policies first.");
    expect((await refusal(own.send(new GetUserCommand({})))).code).toBe("InvalidClientTokenId");
  });

  it("have at most two keys, which can be switched off", async () => {
    const account = yard.account();
    const iam = account.client(IAMClient);
    const own = await newUser(account, "ada");
    await iam.send(
      new PutUserPolicyCommand({
        UserName: "ada",
        PolicyName: "own",
        PolicyDocument: policy(allow("iam:ListAccessKeys")),
      }),
    );
    const [key] = (await own.send(new ListAccessKeysCommand({}))).AccessKeyMetadata ?? [];
    await iam.send(new CreateAccessKeyCommand({ UserName: "ada" }));
    expect(await refusal(iam.send(new CreateAccessKeyCommand({ UserName: "ada" })))).toEqual({
      code: "LimitExceededException",
      status: 409,
      message: "Cannot exceed quota for AccessKeysPerUser: 2",
    });
    const AccessKeyId = key?.AccessKeyId ?? "";
    await iam.send(new UpdateAccessKeyCommand({ UserName: "ada", AccessKeyId, Status: "Inactive" }));
    expect(await refusal(own.send(new ListAccessKeysCommand({})))).toMatchObject({
      code: "InvalidClientTokenId",
      status: 403,
    });
    await iam.send(new UpdateAccessKeyCommand({ UserName: "ada", AccessKeyId, Status: "Active" }));
    expect((await own.send(new ListAccessKeysCommand({}))).AccessKeyMetadata).toHaveLength(2);
  });

  it("may do what their own and their groups' policies allow, within their boundary", async () => {
    const account = yard.account();
    const iam = account.client(IAMClient);
    const own = await newUser(account, "ada");
    const listRoles = () => own.send(new ListRolesCommand({}));
    const arn = `arn:aws:iam::${account.account}:user/ada`;
    const resource = `arn:aws:iam::${account.account}:role/`;
    expect(await refusal(listRoles())).toEqual({
      code: "AccessDenied",
      status: 403,
      message: `User: ${arn} is not authorized to perform: iam:ListRoles on resource: ${resource} because no identity-based policy allows the iam:ListRoles action`,
    });

    await iam.send(new CreateGroupCommand({ GroupName: "readers" }));
    await iam.send(
      new PutGroupPolicyCommand({ GroupName: "readers", PolicyName: "p", PolicyDocument: policy(allow("iam:List*")) }),
    );
    await iam.send(new AddUserToGroupCommand({ GroupName: "readers", UserName: "ada" }));
    expect((await listRoles()).Roles).toEqual([]);
    expect((await iam.send(new GetGroupCommand({ GroupName: "readers" }))).Users).toHaveLength(1);
    const { Groups } = await iam.send(new ListGroupsForUserCommand({ UserName: "ada" }));
    expect(Groups?.map((group) => group.GroupName)).toEqual(["readers"]);

    const boundary = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: "ada", PermissionsBoundary: boundary }));
    expect((await refusal(listRoles())).message).toContain("because no permissions boundary allows the iam:ListRoles");

    expect((await refusal(iam.send(new DeleteGroupCommand({ GroupName: "readers" })))).message).toBe(
      "Cannot delete entity, must remove users from group first.",
    );
    await iam.send(new RemoveUserFromGroupCommand({ GroupName: "readers", UserName: "ada" }));
    expect((await refusal(listRoles())).message).toContain("because no identity-based policy allows");
  });
});

describe("managed policies", () => {
  it("have up to five versions, of which one is in force", async () => {
    const account = yard.account();
    const iam = account.client(IAMClient);
    const own = await newUser(account, "ada");
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: "p", Path: "/team/", PolicyDocument: policy(allow("s3:*")) }),
    );
    const PolicyArn = Policy?.Arn ?? "";
    expect(PolicyArn).toBe(`arn:aws:iam::${account.account}:policy/team/p`);
    await iam.send(new AttachUserPolicyCommand({ UserName: "ada", PolicyArn }));
    expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy).toMatchObject({
      AttachmentCount: 1,
      DefaultVersionId: "v1",
      PermissionsBoundaryUsageCount: 0,
    });
    const { PolicyUsers } = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn }));
    expect(PolicyUsers?.map((user) => user.UserName)).toEqual(["ada"]);

    const wider = policy(allow("iam:ListUsers"));
    for (let version = 2; version <= 5; version++) {
      const { PolicyVersion } = await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: wider }));
      expect(PolicyVersion).toMatchObject({ VersionId: `v${version}`, IsDefaultVersion: false });
    }
    expect(await refusal(iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: wider })))).toMatchObject(
      {
        code: "LimitExceededException",
        message:
          "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
      },
    );
    expect((await refusal(own.send(new ListUsersCommand({})))).code).toBe("AccessDenied");
    await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: "v3" }));
    expect((await own.send(new ListUsersCommand({}))).Users).toHaveLength(2);

    const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
    expect(Versions?.map((version) => version.VersionId)).toEqual(["v5", "v4", "v3", "v2", "v1"]);
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: "v3" }));
    expect(decodeURIComponent(PolicyVersion?.Document ?? "")).toBe(wider);
    expect(await refusal(iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: "v3" })))).toMatchObject({
      code: "DeleteConflictException",
      message: "Cannot delete the default version of a policy.",
    });
    expect((await refusal(iam.send(new DeletePolicyCommand({ PolicyArn })))).message).toBe(
      "Cannot delete a policy attached to entities.",
    );
    await iam.send(new DetachUserPolicyCommand({ UserName: "ada", PolicyArn }));
    expect((await refusal(iam.send(new DeletePolicyCommand({ PolicyArn })))).message).toContain(
      "more than one version",
    );
    for (const VersionId of ["v1", "v2", "v4", "v5"]) {
      await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
    }
    await iam.send(new DeletePolicyCommand({ PolicyArn }));
    expect(await refusal(iam.send(new GetPolicyCommand({ PolicyArn })))).toMatchObject({
      code: "NoSuchEntityException",
      message: `Policy ${PolicyArn} was not found.`,
    });
  });

  it("include AWS's own, which cannot be changed", async () => {
    const iam = yard.account().client(IAMClient);
    const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    expect(Policy).toMatchObject({ PolicyName: "AdministratorAccess", DefaultVersionId: "v1", AttachmentCount: 1 });
    const { Policies } = await iam.send(new ListPoliciesCommand({ Scope: "AWS", PathPrefix: "/service-role/" }));
    expect(Policies?.map((one) => one.PolicyName)).toContain("AWSLambdaSQSQueueExecutionRole");
    expect((await iam.send(new ListPoliciesCommand({ Scope: "Local" }))).Policies).toEqual([]);
    expect((await refusal(iam.send(new DeletePolicyCommand({ PolicyArn })))).code).toBe("AccessDenied");
    const missing = "arn:aws:iam::aws:policy/NoSuchPolicy";
    expect(
      (await refusal(iam.send(new AttachUserPolicyCommand({ UserName: "stackyard", PolicyArn: missing })))).message,
    ).toBe(`Policy ${missing} does not exist or is not attachable.`);
  });

  it("are measured without white space", async () => {
    const iam = yard.account().client(IAMClient);
    const document = (size: number): string => policy(allow("s3:GetObject", `arn:aws:s3:::${"b".repeat(size)}`));
    const spare = 6144 - document(0).length;
    const PolicyDocument = `${document(spare)}${" ".repeat(500)}`;
    await iam.send(new CreatePolicyCommand({ PolicyName: "fits", PolicyDocument }));
    expect(
      (await refusal(iam.send(new CreatePolicyCommand({ PolicyName: "not", PolicyDocument: document(spare + 1) }))))
        .message,
    ).toBe("Cannot exceed quota for PolicySize: 6144");
  });
});

describe("instance profiles", () => {
  it("hold one role", async () => {
    const iam = yard.account().client(IAMClient);
    const InstanceProfileName = "profile";
    const RoleName = "worker";
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
    const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName }));
    expect(InstanceProfile?.Roles?.map((role) => role.RoleName)).toEqual([RoleName]);
    expect((await refusal(iam.send(new DeleteRoleCommand({ RoleName })))).message).toBe(
      "Cannot delete entity, must remove roles from instance profile first.",
    );
    expect((await refusal(iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName })))).code).toBe(
      "DeleteConflictException",
    );
    await iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName }));
    await iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName }));
    expect((await refusal(iam.send(new GetInstanceProfileCommand({ InstanceProfileName })))).message).toBe(
      "Instance Profile profile cannot be found.",
    );
  });
});

describe("the account", () => {
  it("is summed up, and told in full", async () => {
    const account = yard.account();
    const iam = account.client(IAMClient);
    await newUser(account, "ada");
    await iam.send(new CreateRoleCommand({ RoleName: "worker", AssumeRolePolicyDocument: TRUST }));
    await iam.send(
      new PutRolePolicyCommand({ RoleName: "worker", PolicyName: "p", PolicyDocument: policy(allow("s3:*")) }),
    );
    const { SummaryMap } = await iam.send(new GetAccountSummaryCommand({}));
    expect(SummaryMap).toMatchObject({ Users: 2, Roles: 1, Groups: 0, AccessKeysPerUserQuota: 2 });
    const details = await iam.send(new GetAccountAuthorizationDetailsCommand({}));
    expect(details.UserDetailList?.map((user) => user.UserName)).toEqual(["ada", "stackyard"]);
    expect(details.Policies?.map((one) => one.PolicyName)).toEqual(["AdministratorAccess"]);
    const document = details.RoleDetailList?.[0]?.RolePolicyList?.[0]?.PolicyDocument ?? "";
    expect(decodeURIComponent(document)).toBe(policy(allow("s3:*")));
    const roles = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ["Role"] }));
    expect(roles.UserDetailList).toEqual([]);
  });

  it("has at most one alias, which no other account has", async () => {
    const iam = yard.account().client(IAMClient);
    const AccountAlias = `alias-${process.pid}`;
    expect((await iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual([]);
    await iam.send(new CreateAccountAliasCommand({ AccountAlias }));
    expect((await iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual([AccountAlias]);
    const other = yard.account().client(IAMClient);
    expect((await refusal(other.send(new CreateAccountAliasCommand({ AccountAlias })))).code).toBe(
      "EntityAlreadyExistsException",
    );
  });

  it("is kept apart from others", async () => {
    const [one, two] = [yard.account(), yard.account()];
    await one.client(IAMClient).send(new CreateRoleCommand({ RoleName: "mine", AssumeRolePolicyDocument: TRUST }));
    expect((await two.client(IAMClient).send(new ListRolesCommand({}))).Roles).toEqual([]);
  });
});

it("says what is not there", async () => {
  const iam = yard.account().client(IAMClient);
  expect(await refusal(iam.send(new GetOutboundWebIdentityFederationInfoCommand({})))).toMatchObject({
    code: "NotImplemented",
    status: 501,
  });
});
