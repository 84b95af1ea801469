// Whose stack sets a call is about, and the stack set that it names.

import type { CallAs } from "@aws-sdk/client-cloudformation";
import type { AccountId } from "../../../kernel/ids.ts";
import type { Context, Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { validationError } from "../errors.ts";
import { instanceNotFound, operationNotFound, stackSetNotFound } from "./errors.ts";
import type { StackInstanceRecord, StackSetOperationRecord, StackSetRecord } from "./records.ts";
import { findInstance, findOperation, findStackSet } from "./repo.ts";

/** The scope of the administrator in whose name the caller acts: its own account. */
export function administratorOf(context: Scope, callAs: CallAs | undefined): Promise<Scope> {
  const { account, region } = context;
  // AWS: this sentence, as clients show it.
  if (callAs === "DELEGATED_ADMIN") throw validationError("Account used is not a delegated administrator");
  return Promise.resolve({ account, region });
}

/** Whose account a call's stack sets are in: for who may call at all, before anything is checked. */
export function administratorAccount({ account }: Scope, _callAs: CallAs | undefined): AccountId {
  return account;
}

/** The stack set of that name or id. */
export function requireStackSet(tx: ReadTx, administrator: Scope, nameOrId: string): StackSetRecord {
  const stackSet = findStackSet(tx, administrator, nameOrId);
  if (stackSet === undefined) throw stackSetNotFound(nameOrId);
  return stackSet;
}

/** The same, of one that is not deleted. */
export function requireActive(tx: ReadTx, administrator: Scope, nameOrId: string): StackSetRecord {
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
  readonly administrator: Scope;
}
