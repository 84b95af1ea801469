// What a role may do beside what it did: for `stackyard policy suggest`.

import { listAccesses, type Access } from "../../iam/directory/accesses.ts";
import { loadNamed } from "../../iam/directory/repo.ts";
import { reviewGrants, suggestStatements, type Grant, type SuggestedStatement } from "../../iam/review.ts";
import type { Store } from "../../store/store.ts";
import { collectPolicies } from "./collected-policies.ts";

export interface AccessReview {
  /** When the role began: what it did before it was made anew is another role's. */
  readonly createdAtMs: number;
  readonly accesses: readonly Access[];
  readonly grants: readonly Grant[];
  readonly suggested: readonly SuggestedStatement[];
}

/** Reviews a role; undefined if it is not there. */
export function reviewRole(store: Store, account: string, roleName: string): AccessReview | undefined {
  return store.read<AccessReview | undefined>((tx) => {
    const role = loadNamed(tx, account, "role", roleName);
    if (role === undefined) return undefined;
    const accesses = listAccesses(tx, account, role.id);
    return {
      createdAtMs: role.createdAtMs,
      accesses,
      grants: reviewGrants(collectPolicies(tx, account, role).identity, accesses),
      suggested: suggestStatements(accesses),
    };
  });
}
