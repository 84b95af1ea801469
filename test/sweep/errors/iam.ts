// How each documented error of IAM is provoked: mostly names that are missing or taken, and quotas that are used up.

import { LINKED_ROLE, linkedErrors, linkedInputs, prepareLinked } from "./iam-linked-roles.ts";
import { loginErrors, loginInputs, type MadeLogin, prepareLogin } from "./iam-logins.ts";
import { type MadeMfa, mfaErrors, mfaInputs, prepareMfa } from "./iam-mfa.ts";
import { type MadeSaml, prepareSaml, samlErrors, samlInputs } from "./iam-saml.ts";
import { advisorErrors, advisorInputs, type MadeAdvisor, prepareAdvisor } from "./iam-advisor.ts";
import { eachMissing } from "./missing.ts";
import { type ErrorTable, forAll, type Grounds, instead, sweepOf, together, unprovokable } from "./table.ts";

interface Made extends MadeAdvisor, MadeSaml, MadeLogin, MadeMfa {
  /** Has a key, an inline policy, a managed one, a boundary, and is in the group. */
  readonly user: string;
  readonly key: string;
  readonly group: string;
  readonly role: string;
  /** Of the role. */
  readonly profile: string;
  readonly policyArn: string;
  readonly provider: string;
}
type Entry = ErrorTable<Made>["everywhere"][string];

const NOBODY = "nobody";
const INLINE = "inline";
const CLIENT = "app";
const policyOf = (size = 0): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::b/${"x".repeat(size)}` }],
  });
const POLICY = policyOf();
const trustOf = (size = 0): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "lambda.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceArn": `arn:aws:lambda:us-east-1:*:function:${"x".repeat(size)}` } },
      },
    ],
  });
const TRUST = trustOf();
const TAGS = [{ Key: "key", Value: "value" }];
const TWICE = [...TAGS, ...TAGS];
const MANY_TAGS = Array.from({ length: 49 }, (_, index) => ({ Key: `key-${index}`, Value: "value" }));

async function prepare(grounds: Grounds): Promise<Made> {
  const { aws, name } = grounds;
  const { iam } = aws;
  const [user, group, role, profile, PolicyName] = [name(), name(), name(), name(), name()];
  const { Policy } = await iam.createPolicy({ PolicyName, PolicyDocument: POLICY });
  const PolicyArn = Policy?.Arn ?? "";
  const inline = { PolicyName: INLINE, PolicyDocument: POLICY };
  await iam.createPolicyVersion({ PolicyArn, PolicyDocument: POLICY });
  await iam.createUser({ UserName: user, PermissionsBoundary: PolicyArn });
  await iam.putUserPolicy({ UserName: user, ...inline });
  await iam.attachUserPolicy({ UserName: user, PolicyArn });
  const { AccessKey } = await iam.createAccessKey({ UserName: user });
  await iam.createGroup({ GroupName: group });
  await iam.putGroupPolicy({ GroupName: group, ...inline });
  await iam.attachGroupPolicy({ GroupName: group, PolicyArn });
  await iam.addUserToGroup({ GroupName: group, UserName: user });
  const trust = { AssumeRolePolicyDocument: TRUST, PermissionsBoundary: PolicyArn };
  await iam.createRole({ RoleName: role, ...trust });
  await iam.putRolePolicy({ RoleName: role, ...inline });
  await iam.attachRolePolicy({ RoleName: role, PolicyArn });
  await iam.createInstanceProfile({ InstanceProfileName: profile });
  await iam.addRoleToInstanceProfile({ InstanceProfileName: profile, RoleName: role });
  const issuer = { Url: "https://issuer.example.com", ClientIDList: [CLIENT] };
  const { OpenIDConnectProviderArn: provider = "" } = await iam.createOpenIDConnectProvider(issuer);
  return {
    ...(await prepareSaml(aws)),
    ...(await prepareLogin(aws)),
    ...(await prepareMfa(grounds)),
    ...(await prepareLinked(aws)),
    ...(await prepareAdvisor(aws)),
    user,
    group,
    role,
    profile,
    policyArn: PolicyArn,
    provider,
    key: AccessKey?.AccessKeyId ?? "",
  };
}

const user = (made: Made) => ({ UserName: made.user });
const group = (made: Made) => ({ GroupName: made.group });
const role = (made: Made) => ({ RoleName: made.role });
const profile = (made: Made) => ({ InstanceProfileName: made.profile });
const policy = (made: Made) => ({ PolicyArn: made.policyArn });
const version = (made: Made) => ({ ...policy(made), VersionId: "v1" });
const provider = (made: Made) => ({ OpenIDConnectProviderArn: made.provider });
const inline = { PolicyName: INLINE };
const document = { ...inline, PolicyDocument: POLICY };
const key = (made: Made) => ({ ...user(made), AccessKeyId: made.key });
const nothing = () => ({});
const both =
  (...parts: readonly ((made: Made) => object)[]) =>
  (made: Made) =>
    Object.assign({}, ...parts.map((part) => part(made))) as object;
const plus = (of: (made: Made) => object, more: object) => (made: Made) => ({ ...of(made), ...more });

const inputs: ErrorTable<Made>["inputs"] = {
  ...advisorInputs,
  ...linkedInputs,
  ...loginInputs,
  ...mfaInputs,
  ...samlInputs,
  AddClientIDToOpenIDConnectProvider: plus(provider, { ClientID: "another" }),
  AddRoleToInstanceProfile: both(profile, role),
  AddUserToGroup: both(group, user),
  AttachGroupPolicy: both(group, policy),
  AttachRolePolicy: both(role, policy),
  AttachUserPolicy: both(user, policy),
  CreateAccessKey: user,
  CreateAccountAlias: ({ name }) => ({ AccountAlias: name() }),
  CreateGroup: ({ name }) => ({ GroupName: name() }),
  CreateInstanceProfile: ({ name }) => ({ InstanceProfileName: name() }),
  CreateOpenIDConnectProvider: ({ name }) => ({ Url: `https://${name()}.example.com` }),
  CreatePolicy: ({ name }) => ({ PolicyName: name(), PolicyDocument: POLICY }),
  CreatePolicyVersion: plus(policy, { PolicyDocument: POLICY }),
  CreateRole: ({ name }) => ({ RoleName: name(), AssumeRolePolicyDocument: TRUST }),
  CreateUser: ({ name }) => ({ UserName: name() }),
  DeleteAccessKey: key,
  DeleteAccountAlias: () => ({ AccountAlias: NOBODY }),
  DeleteGroup: group,
  DeleteGroupPolicy: plus(group, inline),
  DeleteInstanceProfile: profile,
  DeleteOpenIDConnectProvider: provider,
  DeletePolicy: policy,
  DeletePolicyVersion: version,
  DeleteRole: role,
  DeleteRolePermissionsBoundary: role,
  DeleteRolePolicy: plus(role, inline),
  DeleteUser: user,
  DeleteUserPermissionsBoundary: user,
  DeleteUserPolicy: plus(user, inline),
  DetachGroupPolicy: both(group, policy),
  DetachRolePolicy: both(role, policy),
  DetachUserPolicy: both(user, policy),
  GetAccountAuthorizationDetails: nothing,
  GetAccountSummary: nothing,
  GetContextKeysForCustomPolicy: () => ({ PolicyInputList: [POLICY] }),
  GetContextKeysForPrincipalPolicy: ({ account, user: name }) => ({
    PolicySourceArn: `arn:aws:iam::${account.account}:user/${name}`,
  }),
  GetGroup: group,
  GetGroupPolicy: plus(group, inline),
  GetInstanceProfile: profile,
  GetOpenIDConnectProvider: provider,
  GetPolicy: policy,
  GetPolicyVersion: version,
  GetRole: role,
  GetRolePolicy: plus(role, inline),
  GetUser: user,
  GetUserPolicy: plus(user, inline),
  ListAccessKeys: user,
  ListAccountAliases: nothing,
  ListAttachedGroupPolicies: group,
  ListAttachedRolePolicies: role,
  ListAttachedUserPolicies: user,
  ListEntitiesForPolicy: policy,
  ListGroupPolicies: group,
  ListGroups: nothing,
  ListGroupsForUser: user,
  ListInstanceProfileTags: profile,
  ListInstanceProfiles: nothing,
  ListInstanceProfilesForRole: role,
  ListOpenIDConnectProviderTags: provider,
  ListOpenIDConnectProviders: nothing,
  ListPolicies: nothing,
  ListPolicyTags: policy,
  ListPolicyVersions: policy,
  ListRolePolicies: role,
  ListRoleTags: role,
  ListRoles: nothing,
  ListUserPolicies: user,
  ListUserTags: user,
  ListUsers: nothing,
  PutGroupPolicy: plus(group, document),
  PutRolePermissionsBoundary: (made) => ({ ...role(made), PermissionsBoundary: made.policyArn }),
  PutRolePolicy: plus(role, document),
  PutUserPermissionsBoundary: (made) => ({ ...user(made), PermissionsBoundary: made.policyArn }),
  PutUserPolicy: plus(user, document),
  RemoveClientIDFromOpenIDConnectProvider: plus(provider, { ClientID: CLIENT }),
  RemoveRoleFromInstanceProfile: both(profile, role),
  RemoveUserFromGroup: both(group, user),
  SetDefaultPolicyVersion: version,
  SimulateCustomPolicy: () => ({ PolicyInputList: [POLICY], ActionNames: ["s3:GetObject"] }),
  SimulatePrincipalPolicy: ({ account, user: name }) => ({
    PolicySourceArn: `arn:aws:iam::${account.account}:user/${name}`,
    ActionNames: ["s3:GetObject"],
  }),
  TagInstanceProfile: plus(profile, { Tags: TAGS }),
  TagOpenIDConnectProvider: plus(provider, { Tags: TAGS }),
  TagPolicy: plus(policy, { Tags: TAGS }),
  TagRole: plus(role, { Tags: TAGS }),
  TagUser: plus(user, { Tags: TAGS }),
  UntagInstanceProfile: plus(profile, { TagKeys: ["key"] }),
  UntagOpenIDConnectProvider: plus(provider, { TagKeys: ["key"] }),
  UntagPolicy: plus(policy, { TagKeys: ["key"] }),
  UntagRole: plus(role, { TagKeys: ["key"] }),
  UntagUser: plus(user, { TagKeys: ["key"] }),
  UpdateAccessKey: plus(key, { Status: "Active" }),
  UpdateAssumeRolePolicy: plus(role, { PolicyDocument: TRUST }),
  UpdateGroup: group,
  UpdateOpenIDConnectProviderThumbprint: plus(provider, { ThumbprintList: ["a".repeat(40)] }),
  UpdateRole: role,
  UpdateRoleDescription: plus(role, { Description: "described" }),
  UpdateUser: user,
};

const NO_ARN = "a-text-that-is-long-enough-and-no-arn";
const NAMED = ["CreateGroup", "CreateInstanceProfile", "CreatePolicy", "CreateRole", "CreateUser"];
const WRONG = {
  ...{ AccessKeyId: "AKIANOBODYNOBODYNOBO", GroupName: NOBODY, InstanceProfileName: NOBODY, PolicyName: NOBODY },
  ...{ OpenIDConnectProviderArn: "arn:aws:iam::123456789012:oidc-provider/nobody.example.com", RoleName: NOBODY },
  ...{ PermissionsBoundary: "arn:aws:iam::123456789012:policy/nobody", UserName: NOBODY, VersionId: "v99" },
  AccountAlias: NOBODY,
  SAMLProviderArn: "arn:aws:iam::123456789012:saml-provider/nobody",
  SerialNumber: "arn:aws:iam::123456789012:mfa/nobody",
};
/** Of the account's own: nobody may even ask for another's. */
const wrong = ({ policyArn }: Made) => ({ ...WRONG, PolicyArn: `${policyArn}-of-nobody` });
const NO_QUOTA = unprovokable("AWS's quotas on it can be raised on request; a yard keeps what the disk holds.");
const ADDS_NOTHING = unprovokable("It adds nothing that there could be too much of.");
const NOT_ATTACHABLE = "arn:aws:iam::aws:policy/aws-service-role/AWSSupportServiceRolePolicy";

/** Uses a quota up with things that are new, then asks for one more. */
const filling =
  (
    times: number,
    more: (made: Made & Grounds) => object | Promise<object>,
    fixed?: (made: Made & Grounds) => Promise<object>,
  ): Entry =>
  async (made, ask) => {
    const base = (await fixed?.(made)) ?? {};
    for (let count = 0; count < times; count += 1) await ask({ ...base, ...(await more(made)) });
    return ask({ ...base, ...(await more(made)) });
  };
const anotherPolicy = async ({ aws, name }: Grounds) => ({
  PolicyArn: (await aws.iam.createPolicy({ PolicyName: name(), PolicyDocument: POLICY })).Policy?.Arn,
});
const tooLong = (size: number, member = "PolicyDocument"): Entry => {
  const of = member === "PolicyDocument" ? policyOf : trustOf;
  return (_, ask) => ask({ [member]: of(size) });
};

/** The errors sweep of IAM. */
export const iam = sweepOf<Made>({
  service: "iam",
  prepare,
  inputs,
  everywhere: {
    ConcurrentModificationException: unprovokable("A change is one transaction: none meets another half-way."),
    InvalidInputException: (_, ask) =>
      ask({
        PolicyArn: NO_ARN,
        OpenIDConnectProviderArn: NO_ARN,
        PermissionsBoundary: NO_ARN,
        SAMLProviderArn: NO_ARN,
      }),
    LimitExceededException: ADDS_NOTHING,
    MalformedPolicyDocumentException: (_, ask) =>
      ask({ PolicyDocument: `{"Statement":1}`, AssumeRolePolicyDocument: `{"Statement":1}` }),
    NoSuchEntityException: eachMissing<Made>(
      inputs,
      wrong,
      (operation, member) => operation.startsWith("Put") && member === "PolicyName",
      "NoSuchEntityException",
    ),
    PolicyNotAttachableException: (_, ask) => ask({ PolicyArn: NOT_ATTACHABLE, PermissionsBoundary: NOT_ATTACHABLE }),
    ServiceFailureException: unprovokable("It would be a bug of ours."),
    UnmodifiableEntityException: (_, ask) => ask({ RoleName: LINKED_ROLE, MaxSessionDuration: 3_600 }),
  },
  operations: together<Made>(
    forAll(NAMED, { LimitExceededException: NO_QUOTA }),
    forAll(["CreateInstanceProfile", "CreatePolicy", "CreateRole", "CreateUser"], {
      InvalidInputException: (_, ask) => ask({ Tags: TWICE }),
    }),
    forAll(
      [
        "TagInstanceProfile",
        "TagOpenIDConnectProvider",
        "TagPolicy",
        "TagRole",
        "TagSAMLProvider",
        "TagUser",
        "TagMFADevice",
      ],
      {
        InvalidInputException: (_, ask) => ask({ Tags: TWICE }),
        LimitExceededException: async (_, ask) => {
          await ask({ Tags: MANY_TAGS });
          return ask({
            Tags: [
              { Key: "one", Value: "1" },
              { Key: "two", Value: "2" },
            ],
          });
        },
      },
    ),
    forAll(["ListAttachedGroupPolicies", "ListAttachedRolePolicies", "ListAttachedUserPolicies"], {
      InvalidInputException: unprovokable("A path that is none is a ValidationError, as all that constraints refuse."),
    }),
    forAll(["UntagInstanceProfile"], { InvalidInputException: unprovokable("It takes keys of any form.") }),
    advisorErrors,
    linkedErrors,
    loginErrors,
    mfaErrors,
    samlErrors,
    {
      AddClientIDToOpenIDConnectProvider: {
        LimitExceededException: filling(
          100,
          ({ name }) => ({ ClientID: name() }),
          async ({ aws, name }) => aws.iam.createOpenIDConnectProvider({ Url: `https://${name()}.example.com` }),
        ),
      },
      AddRoleToInstanceProfile: {
        EntityAlreadyExistsException: instead(
          { code: "LimitExceededException", status: 409, reason: "A profile has one role, whichever it is." },
          (_, ask) => ask(),
        ),
        LimitExceededException: (_, ask) => ask(),
      },
      AddUserToGroup: {
        LimitExceededException: filling(
          10,
          async ({ aws, name }) => {
            const GroupName = name();
            await aws.iam.createGroup({ GroupName });
            return { GroupName };
          },
          async ({ aws, name }) => {
            const UserName = name();
            await aws.iam.createUser({ UserName });
            return { UserName };
          },
        ),
      },
      AttachGroupPolicy: { LimitExceededException: filling(9, anotherPolicy) },
      AttachRolePolicy: { LimitExceededException: filling(9, anotherPolicy) },
      AttachUserPolicy: { LimitExceededException: filling(9, anotherPolicy) },
      CreateAccessKey: { LimitExceededException: filling(1, () => ({})) },
      CreateAccountAlias: {
        EntityAlreadyExistsException: async ({ yard, name }, ask) => {
          const AccountAlias = name();
          const owner = yard.account();
          const { account } = owner;
          const root = { kind: "root", account, arn: `arn:aws:iam::${account}:root`, userId: account } as const;
          const { iam: other } = yard.yard.context.as(root, owner);
          await other.createAccountAlias({ AccountAlias });
          return ask({ AccountAlias });
        },
        LimitExceededException: unprovokable("A new alias takes the place of the old one."),
      },
      CreateGroup: {
        EntityAlreadyExistsException: (made, ask) => ask(group(made)),
        NoSuchEntityException: unprovokable("It names nothing that could be missing."),
      },
      CreateInstanceProfile: { EntityAlreadyExistsException: (made, ask) => ask(profile(made)) },
      CreateOpenIDConnectProvider: {
        EntityAlreadyExistsException: (_, ask) => ask({ Url: "https://issuer.example.com" }),
        InvalidInputException: (_, ask) => ask({ Url: "http://issuer.example.com" }),
        LimitExceededException: (_, ask) =>
          ask({ ClientIDList: Array.from({ length: 101 }, (__, index) => `app-${index}`) }),
        OpenIdIdpCommunicationErrorException: unprovokable("No issuer is asked when it is registered."),
      },
      CreatePolicy: {
        EntityAlreadyExistsException: ({ policyArn }, ask) => ask({ PolicyName: policyArn.split("/").at(-1) }),
        LimitExceededException: tooLong(6200),
      },
      CreatePolicyVersion: { LimitExceededException: filling(3, () => ({})) },
      CreateRole: {
        EntityAlreadyExistsException: (made, ask) => ask(role(made)),
        LimitExceededException: tooLong(2100, "AssumeRolePolicyDocument"),
      },
      CreateUser: {
        EntityAlreadyExistsException: (made, ask) => ask(user(made)),
        NoSuchEntityException: (_, ask) => ask({ PermissionsBoundary: WRONG.PermissionsBoundary }),
      },
      DeleteGroup: { DeleteConflictException: (_, ask) => ask() },
      DeleteInstanceProfile: { DeleteConflictException: (_, ask) => ask() },
      DeletePolicy: { DeleteConflictException: (_, ask) => ask() },
      DeletePolicyVersion: { DeleteConflictException: (_, ask) => ask() },
      DeleteRole: { DeleteConflictException: (_, ask) => ask() },
      DeleteUser: { DeleteConflictException: (_, ask) => ask() },
      PutGroupPolicy: { LimitExceededException: tooLong(5200) },
      PutRolePolicy: { LimitExceededException: tooLong(10_300) },
      PutUserPolicy: { LimitExceededException: tooLong(2100) },
      GetContextKeysForCustomPolicy: {
        InvalidInputException: (_, ask) => ask({ PolicyInputList: [`{"Statement":1}`] }),
      },
      GetContextKeysForPrincipalPolicy: {
        InvalidInputException: (_, ask) => ask({ PolicySourceArn: "arn:aws:s3:::a-bucket-and-no-entity" }),
        NoSuchEntityException: ({ account }, ask) =>
          ask({ PolicySourceArn: `arn:aws:iam::${account.account}:user/nobody` }),
      },
      SimulateCustomPolicy: {
        InvalidInputException: (_, ask) => ask({ PolicyInputList: [`{"Statement":1}`] }),
        PolicyEvaluationException: unprovokable("What can be parsed can be evaluated here."),
      },
      SimulatePrincipalPolicy: {
        InvalidInputException: (_, ask) => ask({ PolicySourceArn: "arn:aws:s3:::a-bucket-and-no-entity" }),
        NoSuchEntityException: ({ account }, ask) =>
          ask({ PolicySourceArn: `arn:aws:iam::${account.account}:user/nobody` }),
        PolicyEvaluationException: unprovokable("What can be parsed can be evaluated here."),
      },
      UpdateAccessKey: {
        InvalidInputException: unprovokable(
          "A status that is none is a ValidationError, as all that constraints refuse.",
        ),
      },
      UpdateAssumeRolePolicy: { LimitExceededException: (_, ask) => ask({ PolicyDocument: trustOf(2100) }) },
      UpdateGroup: {
        EntityAlreadyExistsException: async ({ aws, name }, ask) => {
          const GroupName = name();
          await aws.iam.createGroup({ GroupName });
          return ask({ NewGroupName: GroupName });
        },
      },
      UpdateOpenIDConnectProviderThumbprint: {
        InvalidInputException: (_, ask) => ask({ ThumbprintList: ["z".repeat(40)] }),
      },
      UpdateUser: {
        EntityAlreadyExistsException: async ({ aws, name }, ask) => {
          const UserName = name();
          await aws.iam.createUser({ UserName });
          return ask({ NewUserName: UserName });
        },
        EntityTemporarilyUnmodifiableException: unprovokable("A name that was given back can be taken at once."),
      },
    },
  ),
});
