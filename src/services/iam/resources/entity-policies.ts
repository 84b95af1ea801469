// The policies of a role, user or group in a template: inline ones and attached ones, brought from one state to another.

import { LINKED_PATH } from "../../../iam/directory/linked-roles.ts";
import type { AwsApis } from "../../../service/apis.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";
import { ifThere, inlinePoliciesOf, textsOf } from "./properties.ts";

/** The same seven operations, whosever policies they are about. */
export interface EntityPolicies {
  put(name: string, policyName: string, document: string): Promise<unknown>;
  get(name: string, policyName: string): Promise<{ PolicyDocument: string | undefined }>;
  remove(name: string, policyName: string): Promise<unknown>;
  list(name: string): Promise<readonly string[]>;
  attach(name: string, arn: string): Promise<unknown>;
  detach(name: string, arn: string): Promise<unknown>;
  listAttached(name: string): Promise<readonly string[]>;
}

type Iam = AwsApis["iam"];
type Attached = readonly { PolicyArn?: string | undefined }[] | undefined;
const arnsOf = (list: Attached): string[] => (list ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []);

export const rolePolicies = (iam: Iam): EntityPolicies => ({
  put: (RoleName, PolicyName, PolicyDocument) => iam.putRolePolicy({ RoleName, PolicyName, PolicyDocument }),
  get: (RoleName, PolicyName) => iam.getRolePolicy({ RoleName, PolicyName }),
  remove: (RoleName, PolicyName) => iam.deleteRolePolicy({ RoleName, PolicyName }),
  list: async (RoleName) => (await iam.listRolePolicies({ RoleName, MaxItems: 1_000 })).PolicyNames ?? [],
  attach: (RoleName, PolicyArn) => iam.attachRolePolicy({ RoleName, PolicyArn }),
  detach: (RoleName, PolicyArn) => iam.detachRolePolicy({ RoleName, PolicyArn }),
  listAttached: async (RoleName) => arnsOf((await iam.listAttachedRolePolicies({ RoleName })).AttachedPolicies),
});

export const userPolicies = (iam: Iam): EntityPolicies => ({
  put: (UserName, PolicyName, PolicyDocument) => iam.putUserPolicy({ UserName, PolicyName, PolicyDocument }),
  get: (UserName, PolicyName) => iam.getUserPolicy({ UserName, PolicyName }),
  remove: (UserName, PolicyName) => iam.deleteUserPolicy({ UserName, PolicyName }),
  list: async (UserName) => (await iam.listUserPolicies({ UserName, MaxItems: 1_000 })).PolicyNames ?? [],
  attach: (UserName, PolicyArn) => iam.attachUserPolicy({ UserName, PolicyArn }),
  detach: (UserName, PolicyArn) => iam.detachUserPolicy({ UserName, PolicyArn }),
  listAttached: async (UserName) => arnsOf((await iam.listAttachedUserPolicies({ UserName })).AttachedPolicies),
});

export const groupPolicies = (iam: Iam): EntityPolicies => ({
  put: (GroupName, PolicyName, PolicyDocument) => iam.putGroupPolicy({ GroupName, PolicyName, PolicyDocument }),
  get: (GroupName, PolicyName) => iam.getGroupPolicy({ GroupName, PolicyName }),
  remove: (GroupName, PolicyName) => iam.deleteGroupPolicy({ GroupName, PolicyName }),
  list: async (GroupName) => (await iam.listGroupPolicies({ GroupName, MaxItems: 1_000 })).PolicyNames ?? [],
  attach: (GroupName, PolicyArn) => iam.attachGroupPolicy({ GroupName, PolicyArn }),
  detach: (GroupName, PolicyArn) => iam.detachGroupPolicy({ GroupName, PolicyArn }),
  listAttached: async (GroupName) => arnsOf((await iam.listAttachedGroupPolicies({ GroupName })).AttachedPolicies),
});

/** Brings `Policies` and `ManagedPolicyArns` of an entity from `previous` to `properties`; what others added stays. */
export async function applyPolicies(
  policies: EntityPolicies,
  name: string,
  properties: Properties,
  previous: Properties,
): Promise<void> {
  const wanted = inlinePoliciesOf(properties);
  const before = inlinePoliciesOf(previous);
  for (const [policyName, document] of wanted) {
    if (before.get(policyName) !== document) await policies.put(name, policyName, document);
  }
  for (const policyName of before.keys()) {
    if (!wanted.has(policyName)) await ifThere(() => policies.remove(name, policyName));
  }
  const arns = textsOf(properties, "ManagedPolicyArns");
  const arnsBefore = textsOf(previous, "ManagedPolicyArns");
  for (const arn of arns) if (!arnsBefore.includes(arn)) await policies.attach(name, arn);
  for (const arn of arnsBefore) if (!arns.includes(arn)) await ifThere(() => policies.detach(name, arn));
}

/** Live `Policies` and `ManagedPolicyArns` in the template's form, whoever added them. */
export async function readPolicies(
  policies: EntityPolicies,
  name: string,
): Promise<{ Policies: unknown[]; ManagedPolicyArns: string[] }> {
  const Policies: unknown[] = [];
  for (const policyName of await policies.list(name)) {
    const { PolicyDocument: document = "" } = await policies.get(name, policyName);
    Policies.push({ PolicyName: policyName, PolicyDocument: JSON.parse(decodeURIComponent(document)) });
  }
  return { Policies, ManagedPolicyArns: [...(await policies.listAttached(name))] };
}

type Marked<T> = Promise<T & { IsTruncated?: boolean | undefined; Marker?: string | undefined }>;

/** All items of one of IAM's lists. */
export function everyEntity<T, A>(
  page: (input: { Marker: string | undefined }) => Marked<A>,
  itemsOf: (answer: A) => readonly T[] | undefined,
): Promise<T[]> {
  return everyPage(async (Marker: string | undefined) => {
    const answer = await page({ Marker });
    return { items: itemsOf(answer), next: answer.IsTruncated === true ? answer.Marker : undefined };
  });
}

/** The names of all roles, users or groups. */
export const ENTITY_NAMES = {
  Roles: async (iam: Iam) =>
    (
      await everyEntity(
        (input) => iam.listRoles(input),
        ({ Roles }) => Roles,
      )
    )
      // The roles of services are of another type, and only these change them.
      .filter(({ Path }) => !Path.startsWith(LINKED_PATH))
      .map(({ RoleName }) => RoleName),
  Users: async (iam: Iam) =>
    (
      await everyEntity(
        (input) => iam.listUsers(input),
        ({ Users }) => Users,
      )
    ).map(({ UserName }) => UserName),
  Groups: async (iam: Iam) =>
    (
      await everyEntity(
        (input) => iam.listGroups(input),
        ({ Groups }) => Groups,
      )
    ).map(({ GroupName }) => GroupName),
} as const;

/** Which of the three APIs an entity's policies have. */
export const POLICIES_OF = { Roles: rolePolicies, Users: userPolicies, Groups: groupPolicies } as const;
export type EntityList = keyof typeof POLICIES_OF;
export const ENTITY_LISTS: readonly EntityList[] = ["Roles", "Users", "Groups"];

/** Brings the members of a policy's Roles, Users and Groups from `previous` to `properties`. */
export async function applyToEntities(
  context: ResourceContext,
  properties: Properties,
  previous: Properties,
  actions: {
    readonly add: (policies: EntityPolicies, name: string) => Promise<unknown>;
    readonly remove: (policies: EntityPolicies, name: string) => Promise<unknown>;
    /** True if `add` must run for members that stay, too: the policy itself has changed. */
    readonly isChanged: boolean;
  },
): Promise<void> {
  for (const list of ENTITY_LISTS) {
    const policies = POLICIES_OF[list](context.aws.iam);
    const names = textsOf(properties, list);
    const before = textsOf(previous, list);
    for (const name of names) if (actions.isChanged || !before.includes(name)) await actions.add(policies, name);
    for (const name of before) if (!names.includes(name)) await ifThere(() => actions.remove(policies, name));
  }
}
