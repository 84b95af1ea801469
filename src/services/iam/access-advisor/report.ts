// The access advisor: for each service that somebody's policies let through, who used it and when last, from the ledger of accesses.
// LIMIT: the ledger has what was allowed, not what was tried, and no regions. Actions are told where they were used; AWS lists unused ones, too.

import { type Access, listAccesses } from "../../../iam/directory/accesses.ts";
import type { ServiceUse, ServiceUser } from "../../../iam/directory/access-reports.ts";
import { defaultDocument, findManagedPolicy, usesOfPolicy } from "../../../iam/directory/managed-policies.ts";
import { arnOf } from "../../../iam/directory/names.ts";
import { type EntityKind, listNamed, loadNamed, type RecordOf } from "../../../iam/directory/repo.ts";
import { namedServices } from "../../../iam/service-names.ts";
import { parseArn } from "../../../kernel/arns.ts";
import type { ReadTx } from "../../../store/store.ts";
import { collectPolicies } from "../collected-policies.ts";
import { arnNotFound, invalidArn } from "../errors.ts";
import { grantsService } from "./granted-services.ts";

/** Whose access is told of: whose policies count, and who uses them. */
interface Subject {
  readonly documents: readonly string[];
  readonly users: readonly Actor[];
}

/** A user or role, with what it did. */
interface Actor {
  readonly kind: EntityKind;
  readonly record: RecordOf<EntityKind>;
}

/** The report about a user, group, role or managed policy; throws InvalidInput or NoSuchEntity. */
export function usesOfServices(tx: ReadTx, account: string, arn: string): readonly ServiceUse[] {
  const { documents, users } = requireSubject(tx, account, arn);
  const known = users.map((actor) => ({ actor, accesses: listAccesses(tx, account, actor.record.id) }));
  return namedServices()
    .filter((namespace) => grantsService(documents, namespace))
    .map((namespace) => {
      const uses = known.map(({ actor, accesses }) => ({
        user: userOf(account, actor),
        accesses: accesses.filter(({ action }) => action.toLowerCase().startsWith(`${namespace}:`)),
      }));
      return {
        namespace,
        users: uses.map(({ user, accesses }) =>
          accesses.length === 0 ? user : { ...user, lastMs: Math.max(...accesses.map(({ lastMs }) => lastMs)) },
        ),
        actions: lastActions(uses),
      };
    });
}

function lastActions(
  uses: readonly { readonly user: ServiceUser; readonly accesses: readonly Access[] }[],
): ServiceUse["actions"] {
  const last = new Map<string, ServiceUse["actions"][number]>();
  for (const { user, accesses } of uses)
    for (const { action, lastMs } of accesses) {
      const name = action.slice(action.indexOf(":") + 1);
      if ((last.get(name)?.lastMs ?? -1) < lastMs) last.set(name, { name, lastMs, arn: user.arn });
    }
  return [...last.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function userOf(account: string, { kind, record }: Actor): ServiceUser {
  return { kind, name: record.name, path: record.path, id: record.id, arn: arnOf(account, kind, record) };
}

function requireSubject(tx: ReadTx, account: string, arn: string): Subject {
  const found = entityOfArn(tx, account, arn);
  if (found === undefined) return requirePolicySubject(tx, account, arn);
  const documents = collectPolicies(tx, account, found.record).identity.map(({ document }) => document);
  return { documents, users: found.kind === "group" ? membersOf(tx, account, found.record.name) : [found] };
}

/** The user, group or role of an ARN of the account; undefined for all else. */
export function entityOfArn(tx: ReadTx, account: string, arn: string): Actor | undefined {
  const parsed = parseArn(arn);
  if (parsed?.service !== "iam") throw invalidArn(arn);
  for (const kind of ["user", "group", "role"] as const) {
    if (parsed.account !== account || !parsed.resource.startsWith(`${kind}/`)) continue;
    const record = loadNamed(tx, account, kind, arn.slice(arn.lastIndexOf("/") + 1));
    if (record === undefined || arnOf(account, kind, record) !== arn) throw arnNotFound(arn);
    return { kind, record };
  }
  return undefined;
}

function requirePolicySubject(tx: ReadTx, account: string, arn: string): Subject {
  const policy = findManagedPolicy(tx, account, arn);
  if (policy === undefined) throw arnNotFound(arn);
  const users = usesOfPolicy(tx, account, arn).flatMap(({ kind, name, as }): readonly Actor[] => {
    const record = as === "attachment" ? loadNamed(tx, account, kind, name) : undefined;
    if (record === undefined) return [];
    return kind === "group" ? membersOf(tx, account, name) : [{ kind, record }];
  });
  const unique = new Map(users.map((user) => [user.record.id, user]));
  return { documents: [defaultDocument(policy.record)], users: [...unique.values()] };
}

function membersOf(tx: ReadTx, account: string, groupName: string): readonly Actor[] {
  return [...listNamed(tx, account, "user")].flatMap((record) =>
    record.groups.includes(groupName) ? [{ kind: "user" as const, record }] : [],
  );
}
