// What the gateway and the authoriser ask on every call: whose key is this, and which policies does this principal
// have. Answered from memory while nothing changes; every IAM write empties the caches (changeIam in repo.ts).

import type { NamedPolicy } from "../../iam/authorization.ts";
import type { AssumedRole, Principal } from "../../iam/principal.ts";
import { createSessionTokens, type Session } from "../../iam/session-tokens.ts";
import { parseAccountId, type AccountId } from "../../kernel/ids.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Random } from "../../kernel/random.ts";
import type { AccountKeys, Credential, Identity } from "../../service/identity.ts";
import type { ReadTx, Store, WriteTx } from "../../store/store.ts";
import { collectPolicies, type OwnPolicies } from "./collected-policies.ts";
import { arnOf, newAccessKeyId, newId, newSecret } from "../../iam/directory/names.ts";
import type { AccessKeyRecord, AccountRecord, UserRecord } from "../../iam/directory/records.ts";
import { linkedRolePolicies } from "../../iam/directory/linked-roles.ts";
import { loadMembership, loadServiceControl, type Membership } from "../../iam/directory/organization-control.ts";
import {
  accessKeysOf,
  addAccount,
  changeIam,
  generationOf,
  listAccounts,
  loadAccessKey,
  loadNamed,
  saveAccessKey,
  saveNamed,
} from "../../iam/directory/repo.ts";

// LIMIT: entries of each cache; a cache that is full starts anew.
const CACHE_LIMIT = 10_000;
const NO_POLICIES: OwnPolicies = { identity: [], session: [], serviceControl: [] };
const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
const ADMINISTRATOR_USER = "stackyard";

/**
 * The identities of a yard. In a fork, `ensureAccount` gives no key that `isInherited`: it is the parent's, too, and a
 * key of the fork's own says by itself which of the two is meant.
 */
export function createIdentity({
  store,
  clock,
  random,
  isInherited = () => false,
}: {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly isInherited?: (accessKeyId: string) => boolean;
}): Identity {
  const tokens = createSessionTokens(store, random);
  let generation = -1;
  const credentials = new Map<string, Credential | "inactive">();
  const policies = new Map<string, OwnPolicies>();
  const memberships = new Map<string, Membership | "none">();
  // Sessions are sealed in their tokens: no write can change them.
  const sessions = new Map<string, Session>();
  let policiesOfPrincipal = new WeakMap<Principal, OwnPolicies>();

  function refresh(): void {
    const current = generationOf(store);
    if (current === generation) return;
    generation = current;
    credentials.clear();
    policies.clear();
    memberships.clear();
    policiesOfPrincipal = new WeakMap();
  }

  function findCredential(accessKeyId: string, sessionToken: string | undefined): Credential | "inactive" | undefined {
    if (sessionToken !== undefined) return findSession(accessKeyId, sessionToken);
    refresh();
    const known = credentials.get(accessKeyId);
    if (known !== undefined) return known;
    const found = store.read<Credential | "inactive" | undefined>((tx) => readCredential(tx, accessKeyId));
    // Unknown keys are not remembered: a stranger could fill the memory with them.
    if (found !== undefined) remember(credentials, accessKeyId, found);
    return found;
  }

  function findSession(accessKeyId: string, token: string): Credential | undefined {
    let session = sessions.get(token);
    if (session === undefined) {
      session = tokens.open(token);
      if (session === undefined) return undefined;
      remember(sessions, token, session);
    }
    return session.accessKeyId === accessKeyId ? session : undefined;
  }

  function policiesOf(principal: Principal): OwnPolicies {
    refresh();
    const known = policiesOfPrincipal.get(principal);
    if (known !== undefined) return known;
    const found = withServiceControl(store, principal, readPolicies(principal));
    policiesOfPrincipal.set(principal, found);
    return found;
  }

  function membershipOf(account: string): Membership | undefined {
    refresh();
    let known = memberships.get(account);
    if (known === undefined) {
      known = store.read<Membership | undefined>((tx) => loadMembership(tx, account)) ?? "none";
      remember(memberships, account, known);
    }
    return known === "none" ? undefined : known;
  }

  function readPolicies(principal: Principal): OwnPolicies {
    switch (principal.kind) {
      case "user":
        return entityPolicies("user", principal.account, principal.userName, principal.userId);
      case "assumed-role": {
        const [roleId = ""] = principal.userId.split(":");
        const own = rolePolicies(principal, roleId);
        return { ...own, session: sessionPolicies(principal.sessionPolicies) };
      }
      case "federated-user": {
        const { account, issuer } = principal;
        const own =
          issuer === undefined ? NO_POLICIES : entityPolicies("user", account, issuer.userName, issuer.userId);
        return { ...own, session: sessionPolicies(principal.sessionPolicies) };
      }
      default:
        return NO_POLICIES;
    }
  }

  /** AWS: "Service-linked roles": what their services made them for, where no account has had them made. */
  function rolePolicies({ account, roleName, roleArn }: AssumedRole, roleId: string): OwnPolicies {
    const own = entityPolicies("role", account, roleName, roleId);
    return own === NO_POLICIES ? { ...own, identity: [...linkedRolePolicies(roleArn)] } : own;
  }

  /** Many sessions share a role: its policies are read once. A re-created user or role has another id, and starts anew. */
  function entityPolicies(kind: "user" | "role", account: string, name: string, id: string): OwnPolicies {
    const key = `${kind}/${account}/${name}/${id}`;
    const known = policies.get(key);
    if (known !== undefined) return known;
    const found = store.read<OwnPolicies>((tx) => {
      const entity = loadNamed(tx, account, kind, name);
      return entity === undefined || entity.id !== id ? NO_POLICIES : collectPolicies(tx, account, entity);
    });
    remember(policies, key, found);
    return found;
  }

  function ensureAccount(name: string, id?: AccountId): AccountKeys {
    const known = store.read<AccountKeys | undefined>((tx) => {
      const account = findAccount(tx, name)?.account;
      const key = account === undefined ? undefined : administratorKey(tx, account, isInherited);
      return key && keysOf(key);
    });
    if (known !== undefined) return known;
    return changeIam<AccountKeys>(store, (tx) => {
      const nowMs = clock.nowMs();
      const account = (findAccount(tx, name) ?? addAccount(tx, random, name, nowMs, id)).account;
      const user = loadNamed(tx, account, "user", ADMINISTRATOR_USER) ?? newAdministrator(random, nowMs);
      const attachedPolicies = [...new Set([...user.attachedPolicies, ADMINISTRATOR])];
      saveNamed(tx, account, "user", { ...user, attachedPolicies });
      return keysOf(administratorKey(tx, account, isInherited) ?? makeKey(tx, random, account, nowMs));
    });
  }

  function accounts(): ReturnType<Identity["accounts"]> {
    return store.read<ReturnType<Identity["accounts"]>>((tx) =>
      [...listAccounts(tx)].map(({ name, account }) => ({ name, account: parseAccountId(account) })),
    );
  }

  return { findCredential, policiesOf, membershipOf, ensureAccount, accounts };
}

/** AWS: "SCP effects": bind everybody in a member account, its root too, but for the roles that services made for themselves. */
function withServiceControl(store: Store, principal: Principal, own: OwnPolicies): OwnPolicies {
  if (!("account" in principal)) return own;
  if (principal.kind === "assumed-role" && principal.roleArn.includes(":role/aws-service-role/")) return own;
  const serviceControl = store.read((tx) => loadServiceControl(tx, principal.account));
  return serviceControl.length === 0 ? own : { ...own, serviceControl };
}

function readCredential(tx: ReadTx, accessKeyId: string): Credential | "inactive" | undefined {
  const key = loadAccessKey(tx, accessKeyId);
  if (key === undefined) return undefined;
  if (!key.isActive) return "inactive";
  const user = loadNamed(tx, key.account, "user", key.userName);
  if (user === undefined) return undefined;
  const principal: Principal = {
    kind: "user",
    account: parseAccountId(key.account),
    arn: arnOf(key.account, "user", user),
    userId: user.id,
    userName: user.name,
    tags: user.tags,
  };
  return { secretAccessKey: key.secret, principal };
}

function sessionPolicies(documents: readonly string[]): NamedPolicy[] {
  return documents.map((document, index) => ({ name: `session policy ${index + 1}`, document }));
}

function findAccount(tx: ReadTx, name: string): AccountRecord | undefined {
  for (const record of listAccounts(tx)) if (record.name === name) return record;
  return undefined;
}

function newAdministrator(random: Random, createdAtMs: number): UserRecord {
  return {
    v: 1,
    name: ADMINISTRATOR_USER,
    path: "/",
    id: newId(random, "user"),
    createdAtMs,
    inlinePolicies: {},
    attachedPolicies: [],
    tags: {},
    groups: [],
  };
}

function administratorKey(
  tx: ReadTx,
  account: string,
  isInherited: (accessKeyId: string) => boolean,
): AccessKeyRecord | undefined {
  const user = loadNamed(tx, account, "user", ADMINISTRATOR_USER);
  if (user?.attachedPolicies.includes(ADMINISTRATOR) !== true) return undefined;
  return accessKeysOf(tx, account, ADMINISTRATOR_USER).find((key) => key.isActive && !isInherited(key.id));
}

function makeKey(tx: WriteTx, random: Random, account: string, createdAtMs: number): AccessKeyRecord {
  const key: AccessKeyRecord = {
    v: 1,
    id: newAccessKeyId(random, "AKIA", account),
    account,
    userName: ADMINISTRATOR_USER,
    secret: newSecret(random),
    isActive: true,
    createdAtMs,
  };
  saveAccessKey(tx, key);
  return key;
}

function keysOf({ account, id, secret }: AccessKeyRecord): AccountKeys {
  return { account: parseAccountId(account), accessKeyId: id, secretAccessKey: secret };
}

function remember<T>(cache: Map<string, T>, key: string, value: T): void {
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(key, value);
}
