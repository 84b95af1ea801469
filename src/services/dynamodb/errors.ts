// DynamoDB's errors in its wording.

import { AwsError } from "../../kernel/errors.ts";
import type { AttributeValue, Item } from "./values/attribute-value.ts";

/** Nearly everything that is wrong with a request. */
export function validationError(message: string): AwsError {
  return new AwsError({ code: "ValidationException", message });
}

/**
 * Wrong whatever the tables hold. Inside TransactWriteItems it ends the request at once, where other validation errors
 * of single actions cancel the transaction with a reason.
 */
export class RequestError extends AwsError {
  constructor(message: string) {
    super({ code: "ValidationException", message });
  }
}

/** An empty string or binary at a key. AWS: wording from the dynamodb-conformance suite. */
export function emptyKeyValue(
  value: AttributeValue,
  where: { key: string } | { index: string; key: string },
): AwsError {
  const what = `The AttributeValue for a key attribute cannot contain an empty ${value.B === undefined ? "string" : "binary"} value.`;
  return new RequestError(
    "index" in where
      ? "One or more parameter values are not valid. A value specified for a secondary index key is not supported. " +
          `${what} IndexName: ${where.index}, IndexKey: ${where.key}`
      : `One or more parameter values are not valid. ${what} Key: ${where.key}`,
  );
}

/** An update that would give an index key an empty value. */
export function emptyIndexKeyUpdate(value: AttributeValue): AwsError {
  return new RequestError(
    "One or more parameter values are not valid. The update expression attempted to update a secondary index key to a " +
      "value that is not supported. The AttributeValue for a key attribute cannot contain an empty " +
      `${value.B === undefined ? "string" : "binary"} value.`,
  );
}

/** "One or more parameter values were invalid: ...". */
export function invalidParameter(detail: string): AwsError {
  return validationError(`One or more parameter values were invalid: ${detail}`);
}

/** For operations on items; operations on tables name the table. */
export function tableNotFound(tableName?: string): AwsError {
  return new AwsError({
    code: "ResourceNotFoundException",
    message: `Requested resource not found${tableName === undefined ? "" : `: Table: ${tableName} not found`}`,
  });
}

/** AWS: "ResourcArn" is AWS's spelling (dynalite's test-suite). */
export function resourceNotFound(arn: string): AwsError {
  return new AwsError({
    code: "ResourceNotFoundException",
    message: `Requested resource not found: ResourcArn: ${arn} not found`,
  });
}

export function streamNotFound(streamArn: string): AwsError {
  return new AwsError({
    code: "ResourceNotFoundException",
    message: `Requested resource not found: Stream: ${streamArn} not found`,
  });
}

export function trimmedDataAccess(): AwsError {
  return new AwsError({
    code: "TrimmedDataAccessException",
    message: "The operation attempted to read past the oldest stream record in a shard.",
  });
}

export function resourceInUse(message: string): AwsError {
  return new AwsError({ code: "ResourceInUseException", message });
}

/** AWS: the wording of operations on a table that is not there yet. */
export function tableBeingCreated(tableName: string): AwsError {
  return resourceInUse(`Table is being created: ${tableName}`);
}

/** The condition of a write was not met. `item` is given where the caller asked for it. PartiQL's INSERT has its own error. */
export class ConditionFailedError extends AwsError {
  /** Of the item that is there. */
  readonly itemBytes: number;

  constructor(item: Item | undefined, itemBytes: number, isInsert = false) {
    super(
      isInsert
        ? { code: "DuplicateItemException", message: "Duplicate primary key exists in table" }
        : {
            code: "ConditionalCheckFailedException",
            message: "The conditional request failed",
            ...(item !== undefined && { members: { Item: item } }),
          },
    );
    this.itemBytes = itemBytes;
  }
}

/** A parameter that is not understood here yet, and would change what the call means if it were ignored. */
export function unsupportedParameter(name: string): AwsError {
  return new AwsError({
    code: "NotImplemented",
    status: 501,
    message: `The parameter ${name} is not implemented.`,
  });
}

/** Why one action of a transaction failed; code "None" for those that did not. */
export interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Item;
}

export function transactionCanceled(reasons: readonly CancellationReason[]): AwsError {
  const codes = reasons.map((reason) => reason.Code).join(", ");
  return new AwsError({
    code: "TransactionCanceledException",
    message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    members: { CancellationReasons: reasons },
  });
}
