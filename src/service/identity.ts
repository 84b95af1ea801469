// What the gateway and the authoriser need to know of IAM. services/iam implements it; yard.ts hands it over.

import type { Principal } from "../iam/principal.ts";
import type { PolicySet } from "../iam/authorization.ts";
import type { Membership } from "../iam/directory/organization-control.ts";
import type { AccountId } from "../kernel/ids.ts";

export interface Credential {
  readonly secretAccessKey: string;
  readonly principal: Principal;
  /** Temporary credentials only. */
  readonly expiresAtMs?: number;
}

export interface AccountKeys {
  readonly account: AccountId;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface Identity {
  /** The credential behind an access key id, "inactive" if it is switched off; undefined if key and token do not belong together. */
  findCredential(accessKeyId: string, sessionToken: string | undefined): Credential | "inactive" | undefined;
  /** The policies on the principal's side: everything of a PolicySet but the resource policy. */
  policiesOf(principal: Principal): Omit<PolicySet, "resource">;
  /** An account's place in an organization and what that holds its resources to; undefined outside of one. */
  membershipOf(account: string): Membership | undefined;
  /**
   * The account of this name, made with an administrator user "stackyard" and its access key if it is not there yet, and with the
   * id if one is wanted. Throws a RangeError if another account has that.
   */
  ensureAccount(name: string, id?: AccountId): AccountKeys;
  accounts(): readonly { readonly name: string; readonly account: AccountId }[];
}
