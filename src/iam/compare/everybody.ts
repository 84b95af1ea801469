// Everybody whom policies can tell apart: for each principal that they name, one of each kind that it could be, and for all others one stranger of
// each kind. Whoever else there is, is named as one of these is. Pure.

import { parseAccountId } from "../../kernel/ids.ts";
import type { PolicyStatement } from "../policy.ts";
import type { Claimant } from "../principal.ts";

/** LIMIT: more than any policy of AWS's sizes needs. */
const MOST_CLAIMANTS = 5_000;

const NOBODY_ACCOUNT = "000000000000";
const NOBODY = "nobody-whom-a-policy-names";

/** Those of no account and no service that a policy names: the public. */
export function strangers(account = NOBODY_ACCOUNT): readonly Claimant[] {
  const accountId = parseAccountId(account);
  return [
    { kind: "anonymous" },
    { kind: "root", account: accountId, arn: `arn:aws:iam::${account}:root`, userId: account },
    user(account, NOBODY, "AIDANOBODY"),
    session(account, `arn:aws:iam::${account}:role/${NOBODY}`, NOBODY, "AROANOBODY"),
    {
      kind: "federated-user",
      account: accountId,
      arn: `arn:aws:sts::${account}:federated-user/${NOBODY}`,
      userId: `${account}:${NOBODY}`,
      sessionPolicies: [],
    },
  ];
}

/** All whom the statements can tell apart; undefined where that are too many. */
export function everybody(statements: readonly PolicyStatement[]): readonly Claimant[] | undefined {
  const names = new Map<string, Set<string>>();
  for (const { principal, notPrincipal } of statements) {
    for (const element of [principal, notPrincipal]) {
      if (element === undefined || element === "*") continue;
      for (const [type, entries] of Object.entries(element)) {
        const known = names.get(type) ?? new Set();
        for (const entry of entries) known.add(entry);
        names.set(type, known);
      }
    }
  }
  const entries = [...(names.get("AWS") ?? []), ...(names.get("CanonicalUser") ?? [])];
  const found: Claimant[] = [
    ...strangers(),
    ...[...(names.get("Service") ?? []), "nobody.amazonaws.com"].map((service): Claimant => ({
      kind: "service",
      service,
    })),
    ...[...(names.get("Federated") ?? []), "nobody.example.com"].map((provider): Claimant => ({
      kind: "web-identity",
      provider,
      claims: {},
    })),
    ...canonicalUsers(entries),
  ];
  const accounts = new Set(
    entries.flatMap((entry) => /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(entry)?.[1] ?? []),
  );
  for (const account of accounts) found.push(...strangers(account));
  found.push(...named(entries));
  return found.length > MOST_CLAIMANTS ? undefined : found;
}

function canonicalUsers(entries: readonly string[]): readonly Claimant[] {
  const arns = [
    ...entries.filter((entry) => entry.startsWith("arn:aws:iam::cloudfront:")),
    "arn:aws:iam::cloudfront:user/X",
  ];
  const ids = [...entries.filter((entry) => !entry.startsWith("arn:")), NOBODY];
  return arns.flatMap((arn) =>
    ids.map((canonicalUserId): Claimant => ({ kind: "canonical-user", arn, canonicalUserId })),
  );
}

/** Users and sessions with the ARNs and the unique ids that are named, in every combination of the two. */
function named(entries: readonly string[]): readonly Claimant[] {
  const users = entries.flatMap((entry) => /^arn:[^:]+:iam::(\d{12}):user\/(.+)$/.exec(entry)?.slice(1) ?? []);
  const roles = entries.filter((entry) => /^arn:[^:]+:iam::\d{12}:role\/.+$/.test(entry));
  const sessions = entries.flatMap((entry) => {
    const [, account = "", role = "", name] = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/.exec(entry) ?? [];
    return name === undefined ? [] : [{ account, role, name }];
  });
  const federated = entries.filter((entry) => /^arn:[^:]+:sts::\d{12}:federated-user\/.+$/.test(entry));
  const ids = [...entries.filter((entry) => /^A[A-Z0-9]{15,}(?::.+)?$/.test(entry)), "ANOBODY"];
  const found: Claimant[] = [];
  for (const id of ids) {
    for (let at = 0; at < users.length; at += 2) found.push(user(users[at] ?? "", users[at + 1] ?? "", id));
    found.push(user(NOBODY_ACCOUNT, NOBODY, id));
    const [roleId = id, idSession = NOBODY] = id.split(":");
    for (const roleArn of [...roles, `arn:aws:iam::${NOBODY_ACCOUNT}:role/${NOBODY}`]) {
      const account = roleArn.split(":")[4] ?? "";
      found.push(session(account, roleArn, idSession, roleId));
      found.push(session(account, roleArn, NOBODY, roleId));
      for (const each of sessions) {
        if (each.account === account && roleArn.endsWith(`/${each.role}`))
          found.push(session(account, roleArn, each.name, roleId));
      }
    }
    // A session is known by its role's name; where the role is not named itself, it has no path.
    for (const { account, role, name } of sessions) {
      found.push(session(account, `arn:aws:iam::${account}:role/${role}`, name, roleId));
      found.push(session(account, `arn:aws:iam::${account}:role/path-that-nobody-names/${role}`, name, roleId));
    }
    for (const arn of federated) {
      const account = parseAccountId(arn.split(":")[4] ?? "");
      found.push({ kind: "federated-user", account, arn, userId: id, sessionPolicies: [] });
    }
  }
  return found;
}

function user(account: string, path: string, userId: string): Claimant {
  const userName = path.slice(path.lastIndexOf("/") + 1);
  return {
    kind: "user",
    account: parseAccountId(account),
    arn: `arn:aws:iam::${account}:user/${path}`,
    userId,
    userName,
  };
}

function session(account: string, roleArn: string, sessionName: string, roleId: string): Claimant {
  const roleName = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  return {
    kind: "assumed-role",
    account: parseAccountId(account),
    arn: `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`,
    userId: `${roleId}:${sessionName}`,
    roleArn,
    roleName,
    sessionName,
    sessionPolicies: [],
  };
}
