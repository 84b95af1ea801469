// The identities of a yard without a gateway: accounts, keys, and caches that follow every change.

import { describe, expect, it } from "vitest";
import { changeIam, loadNamed, saveNamed } from "../../iam/directory/repo.ts";
import { accountOfAccessKey } from "../../iam/directory/names.ts";
import type { Principal } from "../../iam/principal.ts";
import { createSessionTokens } from "../../iam/session-tokens.ts";
import { createClock } from "../../kernel/clock.ts";
import { invariant } from "../../kernel/errors.ts";
import { seededRandom } from "../../kernel/random.ts";
import { createMemoryStore } from "../../store/memory.ts";
import type { Credential, Identity } from "../../service/identity.ts";
import type { Store } from "../../store/store.ts";
import { createIdentity } from "./identity.ts";

function newIdentity(store: Store = createMemoryStore()): { identity: Identity; store: Store } {
  const clock = createClock({ mode: "virtual", startMs: Date.parse("2026-01-01T00:00:00Z") });
  return { identity: createIdentity({ store, clock, random: seededRandom(7) }), store };
}

function find(identity: Identity, accessKeyId: string, token?: string): Credential {
  const found = identity.findCredential(accessKeyId, token);
  invariant(found !== undefined && found !== "inactive", "There is no such key.");
  return found;
}

describe("accounts", () => {
  it("are made once for each name, with an administrator and one key", () => {
    const { identity } = newIdentity();
    const dev = identity.ensureAccount("dev");
    expect(identity.ensureAccount("dev")).toEqual(dev);
    const test = identity.ensureAccount("test");
    expect(test.account).not.toBe(dev.account);
    expect(identity.accounts()).toEqual(
      [
        { name: "dev", account: dev.account },
        { name: "test", account: test.account },
      ].sort((a, b) => (a.account < b.account ? -1 : 1)),
    );
    expect(dev.account).toMatch(/^[1-9]\d{11}$/);
    expect(dev.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
    expect(dev.secretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/);
    expect(accountOfAccessKey(dev.accessKeyId)).toBe(dev.account);
    expect(find(identity, dev.accessKeyId).principal).toMatchObject({ kind: "user", userName: "stackyard" });
  });

  it("are the same for a yard that is opened again, and for a fork", () => {
    const { identity, store } = newIdentity();
    const dev = identity.ensureAccount("dev");
    expect(newIdentity(store).identity.ensureAccount("dev")).toEqual(dev);
    const fork = newIdentity(store.fork()).identity;
    expect(fork.ensureAccount("dev")).toEqual(dev);
    fork.ensureAccount("only in the fork");
    expect(identity.accounts()).toHaveLength(1);
  });
});

describe("caches", () => {
  it("give one principal for one key, and follow every change of its policies", () => {
    const { identity, store } = newIdentity();
    const { account, accessKeyId } = identity.ensureAccount("dev");
    const { principal } = find(identity, accessKeyId);
    expect(find(identity, accessKeyId).principal).toBe(principal);
    const before = identity.policiesOf(principal);
    expect(before.identity.map((policy) => policy.name)).toEqual(["arn:aws:iam::aws:policy/AdministratorAccess"]);
    expect(identity.policiesOf(principal)).toBe(before);

    changeIam<void>(store, (tx) => {
      const user = loadNamed(tx, account, "user", "stackyard");
      invariant(user !== undefined, "The user is there.");
      saveNamed(tx, account, "user", { ...user, attachedPolicies: [], inlinePolicies: { own: "{}" } });
    });
    expect(identity.policiesOf(principal).identity).toEqual([{ name: "own", document: "{}" }]);
  });

  it("do not give a re-created user the rights of the first, nor the first those of the new one", () => {
    const { identity, store } = newIdentity();
    const { account, accessKeyId } = identity.ensureAccount("dev");
    const { principal } = find(identity, accessKeyId);
    changeIam<void>(store, (tx) => {
      const user = loadNamed(tx, account, "user", "stackyard");
      invariant(user !== undefined, "The user is there.");
      saveNamed(tx, account, "user", { ...user, id: "AIDAANOTHER" });
    });
    expect(identity.policiesOf(principal).identity).toEqual([]);
  });

  it("are not asked for a key with a token that is not its own", () => {
    const { identity, store } = newIdentity();
    const { account, accessKeyId } = identity.ensureAccount("dev");
    const principal: Principal = { kind: "root", account, arn: `arn:aws:iam::${account}:root`, userId: account };
    const session = { accessKeyId: "ASIASESSION", secretAccessKey: "s", principal, expiresAtMs: 1 };
    const token = createSessionTokens(store, seededRandom(3)).seal(session);
    expect(find(identity, "ASIASESSION", token)).toEqual(session);
    expect(identity.findCredential("ASIASESSION", undefined)).toBeUndefined();
    expect(identity.findCredential("ASIAOTHER", token)).toBeUndefined();
    expect(identity.findCredential(accessKeyId, token)).toBeUndefined();
    expect(newIdentity().identity.findCredential("ASIASESSION", token)).toBeUndefined();
  });
});
