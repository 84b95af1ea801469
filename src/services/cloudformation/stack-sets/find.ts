// Whose stack sets a call is about, and the stack set that it names.

import type { CallAs } from "@aws-sdk/client-cloudformation";
import type { AccountId } from "../../../kernel/ids.ts";
import type { Context, Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { validationError } from "../errors.ts";
import { isDelegated, managementAccountOf } from "./organization.ts";
import { instanceNotFound, operationNotFound, stackSetNotFound } from "./errors.ts";
import type { StackInstanceRecord, StackSetOperationRecord, StackSetRecord } from "./records.ts";
import { findInstance, findOperation, findStackSet } from "./repo.ts";

/** Whose stack sets a caller sees. */
export interface Administrator extends Scope {
  /** A member account that acts in its organization's management account: service-managed stack sets only. */
  readonly isDelegated?: true;
}

/** The administrator in whose name the caller acts: its own account, or, delegated, its organization's management account. */
export async function administratorOf(context: Context, callAs: CallAs | undefined): Promise<Administrator> {
  const { account, region } = context;
  if (callAs !== "DELEGATED_ADMIN") return { account, region };
  const management = await managementAccountOf(context, { account, region });
  if (management !== undefined && (await isDelegated(context, { account: management, region }, account)))
    return { account: management, region, isDelegated: true };
  // AWS: this sentence, as clients show it.
  throw validationError("Account used is not a delegated administrator");
}

/**
 * Whose account a call's stack sets are in: for who may call at all, before anything is checked. DEVIATION: for a delegated administrator its own, where
 * AWS has the management account's.
 */
export function administratorAccount({ account }: Scope, _callAs: CallAs | undefined): AccountId {
  return account;
}

/** The stack set of that name or id. */
export function requireStackSet(tx: ReadTx, administrator: Administrator, nameOrId: string): StackSetRecord {
  const stackSet = findStackSet(tx, administrator, nameOrId);
  const isHidden = administrator.isDelegated === true && stackSet?.permissionModel !== "SERVICE_MANAGED";
  if (stackSet === undefined || isHidden) throw stackSetNotFound(nameOrId);
  return stackSet;
}

/** The same, of one that is not deleted. */
export function requireActive(tx: ReadTx, administrator: Administrator, nameOrId: string): StackSetRecord {
  const stackSet = requireStackSet(tx, administrator, nameOrId);
  if (stackSet.status !== "ACTIVE") throw stackSetNotFound(nameOrId);
  return stackSet;
}

export function requireInstance(
  tx: ReadTx,
  administrator: Scope,
  stackSet: StackSetRecord,
  place: { readonly account: string; readonly region: string },
): StackInstanceRecord {
  const instance = findInstance(tx, administrator, stackSet.id, place);
  if (instance === undefined) throw instanceNotFound(stackSet.id, place.account, place.region);
  return instance;
}

export function requireOperation(
  tx: ReadTx,
  administrator: Scope,
  stackSet: StackSetRecord,
  operationId: string,
): StackSetOperationRecord {
  const operation = findOperation(tx, administrator, stackSet.id, operationId);
  if (operation === undefined) throw operationNotFound(operationId);
  return operation;
}

/** A call of a stack set's operation, with its administrator. */
export interface Call {
  readonly context: Context;
  readonly administrator: Administrator;
}
