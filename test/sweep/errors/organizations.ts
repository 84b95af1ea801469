// How each documented error of AWS Organizations is provoked.

import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { sweepOf, unprovokable, type Caller, type ErrorTable, type Grounds } from "./table.ts";

interface Made {
  readonly RootId: string;
  /** A unit with an account in it. */
  readonly unitId: string;
  /** An account that the organization made, in the root. */
  readonly AccountId: string;
  readonly creationId: string;
  /** Is attached to nothing. */
  readonly PolicyId: string;
  /** The administrator of an account in no organization. */
  readonly outsider: Caller;
  /** One who was invited, and the invitation. */
  readonly invited: Caller;
  readonly HandshakeId: string;
}

const ALLOW = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] });
const TYPE = "SERVICE_CONTROL_POLICY";
const NOBODY = "000000000001";
const NO_UNIT = "ou-none-00000000";
const NO_POLICY = "p-00000000";
const SERVICE = "cloudtrail.amazonaws.com";

async function invite({ yard, call }: Grounds): Promise<{ caller: Caller; id: string; account: string }> {
  const guest = yard.account();
  const { Handshake } = await call("InviteAccountToOrganization", { Target: { Id: guest.account, Type: "ACCOUNT" } });
  const { Id } = Handshake as { Id: string };
  return { caller: guest.client(OrganizationsClient), id: Id, account: guest.account };
}

async function createAccount({ yard, call, name }: Grounds): Promise<{ account: string; creation: string }> {
  const { CreateAccountStatus } = await call("CreateAccount", { AccountName: name(), Email: `${name()}@example.com` });
  const { Id } = CreateAccountStatus as { Id: string };
  await yard.yard.context.jobs.settled();
  const made = await call("DescribeCreateAccountStatus", { CreateAccountRequestId: Id });
  return { account: (made["CreateAccountStatus"] as { AccountId: string }).AccountId, creation: Id };
}

async function createPolicy({ call, name }: Grounds): Promise<string> {
  const input = { Name: name(), Description: "", Type: TYPE, Content: ALLOW };
  const { Policy } = (await call("CreatePolicy", input)) as { Policy: { PolicySummary: { Id: string } } };
  return Policy.PolicySummary.Id;
}

async function createUnit({ call, name }: Grounds, ParentId: string): Promise<string> {
  const made = await call("CreateOrganizationalUnit", { ParentId, Name: name() });
  return (made["OrganizationalUnit"] as { Id: string }).Id;
}

async function prepare(grounds: Grounds): Promise<Made> {
  const { call, yard } = grounds;
  await call("CreateOrganization", {});
  const { Roots } = (await call("ListRoots", {})) as { Roots: readonly { Id: string }[] };
  const RootId = Roots[0]?.Id ?? "";
  await call("EnablePolicyType", { RootId, PolicyType: TYPE });
  await call("EnableAWSServiceAccess", { ServicePrincipal: SERVICE });
  const unitId = await createUnit(grounds, RootId);
  const inside = await createAccount(grounds);
  await call("MoveAccount", { AccountId: inside.account, SourceParentId: RootId, DestinationParentId: unitId });
  const { account, creation } = await createAccount(grounds);
  const { caller, id } = await invite(grounds);
  return {
    RootId,
    unitId,
    AccountId: account,
    creationId: creation,
    PolicyId: await createPolicy(grounds),
    outsider: yard.account().client(OrganizationsClient),
    invited: caller,
    HandshakeId: id,
  };
}

const tooMany = unprovokable("What an organization may have is checked by the operations that make it.");

const ON_HANDSHAKE = {
  HandshakeNotFoundException: (_made, ask) => ask({ HandshakeId: "h-00000000" }),
} satisfies ErrorTable<Made>["everywhere"];

const NO_TARGET = {
  TargetNotFoundException: (_made, ask) => ask({ TargetId: NOBODY }),
} satisfies ErrorTable<Made>["everywhere"];

// AWS: the API reference gives every error of every operation "HTTP Status Code: 400"; the SDK's model has other numbers, which nobody sees.
const NAMES = [
  "AWSOrganizationsNotInUseException",
  "AccessDeniedException",
  "AccessDeniedForDependencyException",
  "AccountAlreadyClosedException",
  "AccountAlreadyRegisteredException",
  "AccountNotFoundException",
  "AccountNotRegisteredException",
  "AccountOwnerNotVerifiedException",
  "AlreadyInOrganizationException",
  "ChildNotFoundException",
  "ConcurrentModificationException",
  "ConflictException",
  "ConstraintViolationException",
  "CreateAccountStatusNotFoundException",
  "DestinationParentNotFoundException",
  "DuplicateAccountException",
  "DuplicateHandshakeException",
  "DuplicateOrganizationalUnitException",
  "DuplicatePolicyAttachmentException",
  "DuplicatePolicyException",
  "FinalizingOrganizationException",
  "HandshakeAlreadyInStateException",
  "HandshakeConstraintViolationException",
  "HandshakeNotFoundException",
  "InvalidHandshakeTransitionException",
  "InvalidInputException",
  "MalformedPolicyDocumentException",
  "MasterCannotLeaveOrganizationException",
  "OrganizationNotEmptyException",
  "OrganizationalUnitNotEmptyException",
  "OrganizationalUnitNotFoundException",
  "ParentNotFoundException",
  "PolicyChangesInProgressException",
  "PolicyInUseException",
  "PolicyNotAttachedException",
  "PolicyNotFoundException",
  "PolicyTypeAlreadyEnabledException",
  "PolicyTypeNotAvailableForOrganizationException",
  "PolicyTypeNotEnabledException",
  "RootNotFoundException",
  "SourceParentNotFoundException",
  "TargetNotFoundException",
  "TooManyRequestsException",
  "UnsupportedAPIEndpointException",
];

/** The errors sweep of AWS Organizations. */
export const organizations = sweepOf<Made>({
  service: "organizations",
  statuses: Object.fromEntries(NAMES.map((name) => [name, 400])),
  prepare,
  inputs: {
    AcceptHandshake: ({ HandshakeId }) => ({ HandshakeId }),
    AttachPolicy: ({ PolicyId, unitId }) => ({ PolicyId, TargetId: unitId }),
    CancelHandshake: ({ HandshakeId }) => ({ HandshakeId }),
    CloseAccount: ({ AccountId }) => ({ AccountId }),
    CreateAccount: ({ name }) => ({ AccountName: name(), Email: `${name()}@example.com` }),
    CreateOrganization: () => ({}),
    CreateOrganizationalUnit: ({ RootId, name }) => ({ ParentId: RootId, Name: name() }),
    CreatePolicy: ({ name }) => ({ Name: name(), Description: "", Type: TYPE, Content: ALLOW }),
    DeclineHandshake: ({ HandshakeId }) => ({ HandshakeId }),
    DeleteOrganization: () => ({}),
    DeleteOrganizationalUnit: ({ unitId }) => ({ OrganizationalUnitId: unitId }),
    DeletePolicy: ({ PolicyId }) => ({ PolicyId }),
    DeregisterDelegatedAdministrator: ({ AccountId }) => ({ AccountId, ServicePrincipal: SERVICE }),
    DescribeAccount: ({ AccountId }) => ({ AccountId }),
    DescribeCreateAccountStatus: ({ creationId }) => ({ CreateAccountRequestId: creationId }),
    DescribeHandshake: ({ HandshakeId }) => ({ HandshakeId }),
    DescribeOrganization: () => ({}),
    DescribeOrganizationalUnit: ({ unitId }) => ({ OrganizationalUnitId: unitId }),
    DescribePolicy: ({ PolicyId }) => ({ PolicyId }),
    DetachPolicy: ({ PolicyId, unitId }) => ({ PolicyId, TargetId: unitId }),
    DisableAWSServiceAccess: () => ({ ServicePrincipal: SERVICE }),
    DisablePolicyType: ({ RootId }) => ({ RootId, PolicyType: TYPE }),
    EnableAWSServiceAccess: () => ({ ServicePrincipal: SERVICE }),
    EnablePolicyType: ({ RootId }) => ({ RootId, PolicyType: TYPE }),
    InviteAccountToOrganization: ({ account }) => ({ Target: { Id: account.account, Type: "ACCOUNT" } }),
    LeaveOrganization: () => ({}),
    ListAWSServiceAccessForOrganization: () => ({}),
    ListAccounts: () => ({}),
    ListAccountsForParent: ({ RootId }) => ({ ParentId: RootId }),
    ListChildren: ({ RootId }) => ({ ParentId: RootId, ChildType: "ACCOUNT" }),
    ListCreateAccountStatus: () => ({}),
    ListDelegatedAdministrators: () => ({}),
    ListDelegatedServicesForAccount: ({ AccountId }) => ({ AccountId }),
    ListHandshakesForAccount: () => ({}),
    ListHandshakesForOrganization: () => ({}),
    ListOrganizationalUnitsForParent: ({ RootId }) => ({ ParentId: RootId }),
    ListParents: ({ AccountId }) => ({ ChildId: AccountId }),
    ListPolicies: () => ({ Filter: TYPE }),
    ListPoliciesForTarget: ({ RootId }) => ({ TargetId: RootId, Filter: TYPE }),
    ListRoots: () => ({}),
    ListTagsForResource: ({ AccountId }) => ({ ResourceId: AccountId }),
    ListTargetsForPolicy: ({ PolicyId }) => ({ PolicyId }),
    MoveAccount: ({ AccountId, RootId, unitId }) => ({
      AccountId,
      SourceParentId: RootId,
      DestinationParentId: unitId,
    }),
    RegisterDelegatedAdministrator: ({ AccountId }) => ({ AccountId, ServicePrincipal: SERVICE }),
    RemoveAccountFromOrganization: ({ AccountId }) => ({ AccountId }),
    TagResource: ({ AccountId }) => ({ ResourceId: AccountId, Tags: [{ Key: "a", Value: "b" }] }),
    UntagResource: ({ AccountId }) => ({ ResourceId: AccountId, TagKeys: ["a"] }),
    UpdateOrganizationalUnit: ({ unitId }) => ({ OrganizationalUnitId: unitId }),
    UpdatePolicy: ({ PolicyId }) => ({ PolicyId }),
  },
  everywhere: {
    AccessDeniedException: async ({ user }, ask) => ask({}, await user()),
    AccessDeniedForDependencyException: unprovokable("No role of Organizations' own has to be made first."),
    AWSOrganizationsNotInUseException: ({ outsider }, ask) => ask({}, outsider),
    AccountNotFoundException: (_made, ask) => ask({ AccountId: NOBODY }),
    ConcurrentModificationException: unprovokable("Changes are made one after the other; none meets another half-way."),
    ConstraintViolationException: tooMany,
    FinalizingOrganizationException: unprovokable("An organization is there at once."),
    InvalidInputException: (_made, ask) =>
      ask({
        AccountId: "short",
        ChildId: "short",
        CreateAccountRequestId: "short",
        HandshakeId: "short",
        MaxResults: 21,
        OrganizationalUnitId: "short",
        ParentId: "short",
        PolicyId: "short",
        ResourceId: "short",
        RootId: "short",
        ServicePrincipal: "",
      }),
    OrganizationalUnitNotFoundException: (_made, ask) => ask({ OrganizationalUnitId: NO_UNIT }),
    ParentNotFoundException: (_made, ask) => ask({ ParentId: NO_UNIT }),
    PolicyChangesInProgressException: unprovokable("Policies hold from the next call on."),
    PolicyNotFoundException: (_made, ask) => ask({ PolicyId: NO_POLICY }),
    PolicyTypeNotAvailableForOrganizationException: async ({ yard }, ask) => {
      const billing = yard.account().client(OrganizationsClient);
      const { CreateOrganizationCommand, ListRootsCommand } = await import("@aws-sdk/client-organizations");
      await billing.send(new CreateOrganizationCommand({ FeatureSet: "CONSOLIDATED_BILLING" }));
      const { Roots } = await billing.send(new ListRootsCommand({}));
      return ask({ RootId: Roots?.[0]?.Id }, billing);
    },
    RootNotFoundException: (_made, ask) => ask({ RootId: "r-none" }),
    ServiceException: unprovokable("It would be a fault of ours."),
    TooManyRequestsException: unprovokable("AWS's rates of requests protect what accounts share; a yard has none."),
    UnsupportedAPIEndpointException: unprovokable("There is one endpoint for all regions."),
  },
  operations: {
    AcceptHandshake: {
      ...ON_HANDSHAKE,
      AccessDeniedException: async ({ user }, ask) => ask({}, await user()),
      AWSOrganizationsNotInUseException: unprovokable("Who accepts is in no organization yet."),
      HandshakeAlreadyInStateException: async (made, ask) => {
        const { caller, id } = await invite(made);
        await made.call("AcceptHandshake", { HandshakeId: id }, caller);
        await made.call("LeaveOrganization", {}, caller);
        return ask({ HandshakeId: id }, caller);
      },
      HandshakeConstraintViolationException: async (made, ask) => {
        const { caller, id } = await invite(made);
        await made.call("CreateOrganization", {}, caller);
        const answer = await ask({ HandshakeId: id }, caller).catch((error: unknown) => error);
        await made.call("CancelHandshake", { HandshakeId: id });
        throw answer;
      },
      InvalidHandshakeTransitionException: async (made, ask) => {
        const { caller, id } = await invite(made);
        await made.call("DeclineHandshake", { HandshakeId: id }, caller);
        return ask({ HandshakeId: id }, caller);
      },
      MasterCannotLeaveOrganizationException: unprovokable("Who accepts leaves nothing."),
    },
    AttachPolicy: {
      ...NO_TARGET,
      ConstraintViolationException: async (made, ask) => {
        const TargetId = await createUnit(made, made.RootId);
        for (let count = 0; count < 4; count += 1)
          await made.call("AttachPolicy", { PolicyId: await createPolicy(made), TargetId });
        return ask({ TargetId });
      },
      DuplicatePolicyAttachmentException: ({ RootId }, ask) => ask({ PolicyId: "p-FullAWSAccess", TargetId: RootId }),
      PolicyTypeNotEnabledException: (made, ask) => withoutType(made, () => ask()),
    },
    CancelHandshake: {
      ...ON_HANDSHAKE,
      HandshakeAlreadyInStateException: async (made, ask) => {
        const { id } = await invite(made);
        await made.call("CancelHandshake", { HandshakeId: id });
        return ask({ HandshakeId: id });
      },
      InvalidHandshakeTransitionException: async (made, ask) => {
        const { caller, id } = await invite(made);
        await made.call("DeclineHandshake", { HandshakeId: id }, caller);
        return ask({ HandshakeId: id });
      },
    },
    CloseAccount: {
      AccountAlreadyClosedException: async (made, ask) => {
        const { account } = await createAccount(made);
        await made.call("CloseAccount", { AccountId: account });
        return ask({ AccountId: account });
      },
      ConflictException: unprovokable("Accounts are closed at once, whatever else goes on."),
      ConstraintViolationException: ({ account }, ask) => ask({ AccountId: account.account }),
    },
    CreateOrganization: {
      AlreadyInOrganizationException: (_made, ask) => ask(),
      InvalidInputException: (_made, ask) => ask({ FeatureSet: "SOME" }),
    },
    CreateAccount: { InvalidInputException: (_made, ask) => ask({ Email: "none" }) },
    CreateOrganizationalUnit: {
      ConstraintViolationException: async (made, ask) => {
        const ids = [made.RootId];
        for (let depth = 0; depth < 5; depth += 1) ids.push(await createUnit(made, ids.at(-1) ?? ""));
        return ask({ ParentId: ids.at(-1) });
      },
      DuplicateOrganizationalUnitException: async ({ call, RootId, name }, ask) => {
        const Name = name();
        await call("CreateOrganizationalUnit", { ParentId: RootId, Name });
        return ask({ Name });
      },
    },
    CreatePolicy: {
      ConstraintViolationException: (_made, ask) => ask({ Content: ALLOW + " ".repeat(5_120) }),
      DuplicatePolicyException: (_made, ask) => ask({ Name: "FullAWSAccess" }),
      InvalidInputException: (_made, ask) => ask({ Name: "" }),
      MalformedPolicyDocumentException: (_made, ask) => ask({ Content: "{}" }),
    },
    DeclineHandshake: {
      ...ON_HANDSHAKE,
      HandshakeAlreadyInStateException: async (made, ask) => {
        const { caller, id } = await invite(made);
        await made.call("DeclineHandshake", { HandshakeId: id }, caller);
        return ask({ HandshakeId: id }, caller);
      },
      InvalidHandshakeTransitionException: async (made, ask) => {
        const { caller, id } = await invite(made);
        await made.call("CancelHandshake", { HandshakeId: id });
        return ask({ HandshakeId: id }, caller);
      },
    },
    DeleteOrganization: {
      InvalidInputException: unprovokable("It takes nothing."),
      OrganizationNotEmptyException: (_made, ask) => ask(),
    },
    DeleteOrganizationalUnit: { OrganizationalUnitNotEmptyException: (_made, ask) => ask() },
    DeletePolicy: {
      PolicyInUseException: async (made, ask) => {
        const PolicyId = await createPolicy(made);
        await made.call("AttachPolicy", { PolicyId, TargetId: made.unitId });
        return ask({ PolicyId });
      },
    },
    DeregisterDelegatedAdministrator: { AccountNotRegisteredException: (_made, ask) => ask() },
    DescribeCreateAccountStatus: {
      CreateAccountStatusNotFoundException: (_made, ask) => ask({ CreateAccountRequestId: "car-00000000" }),
    },
    DescribeHandshake: ON_HANDSHAKE,
    DetachPolicy: {
      ...NO_TARGET,
      ConstraintViolationException: async (made, ask) =>
        ask({ PolicyId: "p-FullAWSAccess", TargetId: await createUnit(made, made.RootId) }),
      PolicyNotAttachedException: (_made, ask) => ask(),
    },
    DisablePolicyType: {
      PolicyTypeNotEnabledException: (made, ask) => withoutType(made, () => ask()),
    },
    EnablePolicyType: { PolicyTypeAlreadyEnabledException: (_made, ask) => ask() },
    InviteAccountToOrganization: {
      AccountOwnerNotVerifiedException: unprovokable("Accounts of a yard have no address to verify."),
      DuplicateHandshakeException: async (made, ask) => {
        const { account } = await invite(made);
        return ask({ Target: { Id: account, Type: "ACCOUNT" } });
      },
      HandshakeConstraintViolationException: (_made, ask) => ask(),
      InvalidInputException: (_made, ask) => ask({ Target: { Id: NOBODY, Type: "ACCOUNT" } }),
    },
    LeaveOrganization: {
      AccountNotFoundException: unprovokable("The account is the caller's."),
      InvalidInputException: unprovokable("It takes nothing."),
      MasterCannotLeaveOrganizationException: (_made, ask) => ask(),
    },
    ListCreateAccountStatus: { InvalidInputException: (_made, ask) => ask({ NextToken: "nothing" }) },
    ListDelegatedServicesForAccount: { AccountNotRegisteredException: (_made, ask) => ask() },
    ListParents: { ChildNotFoundException: (_made, ask) => ask({ ChildId: NOBODY }) },
    ListPoliciesForTarget: { ...NO_TARGET, InvalidInputException: (_made, ask) => ask({ MaxResults: 21 }) },
    ListTagsForResource: { TargetNotFoundException: (_made, ask) => ask({ ResourceId: NOBODY }) },
    MoveAccount: {
      DestinationParentNotFoundException: (_made, ask) => ask({ DestinationParentId: NO_UNIT }),
      DuplicateAccountException: ({ RootId }, ask) => ask({ DestinationParentId: RootId }),
      SourceParentNotFoundException: (_made, ask) => ask({ SourceParentId: NO_UNIT }),
    },
    RegisterDelegatedAdministrator: {
      AccountAlreadyRegisteredException: async (made, ask) => {
        const { account } = await createAccount(made);
        await made.call("RegisterDelegatedAdministrator", { AccountId: account, ServicePrincipal: SERVICE });
        return ask({ AccountId: account });
      },
      ConstraintViolationException: ({ account }, ask) => ask({ AccountId: account.account }),
    },
    RemoveAccountFromOrganization: {
      ConstraintViolationException: async (made, ask) => {
        const { account } = await createAccount(made);
        await made.call("RegisterDelegatedAdministrator", { AccountId: account, ServicePrincipal: SERVICE });
        return ask({ AccountId: account });
      },
      MasterCannotLeaveOrganizationException: ({ account }, ask) => ask({ AccountId: account.account }),
    },
    TagResource: {
      ConstraintViolationException: (_made, ask) =>
        ask({ Tags: Array.from({ length: 51 }, (_, index) => ({ Key: `key-${index}`, Value: "" })) }),
      TargetNotFoundException: (_made, ask) => ask({ ResourceId: NOBODY }),
    },
    UntagResource: { TargetNotFoundException: (_made, ask) => ask({ ResourceId: NOBODY }) },
    UpdateOrganizationalUnit: {
      DuplicateOrganizationalUnitException: async ({ call, RootId, name }, ask) => {
        const Name = name();
        await call("CreateOrganizationalUnit", { ParentId: RootId, Name });
        return ask({ Name });
      },
    },
    UpdatePolicy: {
      ConstraintViolationException: (_made, ask) => ask({ Content: ALLOW + " ".repeat(5_120) }),
      DuplicatePolicyException: (_made, ask) => ask({ Name: "FullAWSAccess" }),
      InvalidInputException: (_made, ask) => ask({ PolicyId: "p-FullAWSAccess" }),
      MalformedPolicyDocumentException: (_made, ask) => ask({ Content: "{}" }),
    },
  },
});

/** Asks while service control policies are disabled. */
async function withoutType({ call, RootId }: Made & Grounds, ask: () => Promise<unknown>): Promise<unknown> {
  await call("DisablePolicyType", { RootId, PolicyType: TYPE });
  try {
    return await ask();
  } finally {
    await call("EnablePolicyType", { RootId, PolicyType: TYPE });
  }
}
