// Names and ARNs of tables, indexes and streams. A TableName parameter can be either a name or a table's ARN.

import { formatArn, parseArn, type Arn } from "../../../kernel/arns.ts";
import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import type { Scope } from "../../../service/context.ts";
import { coralValidationError } from "../../../service/constraints.ts";
import { validationError } from "../errors.ts";

/** A table by name, in the account and region that it is in. */
export interface TableReference extends Scope {
  readonly tableName: string;
}

const NAME_PATTERN = "[a-zA-Z0-9_.-]+";
const NAME = /^[a-zA-Z0-9_.-]+$/;

/** LIMITS: of the service. */
const SHORTEST_NAME = 3;
const LONGEST_NAME = 255;

/** The table that a TableName parameter means; throws for what cannot be a table's name. */
export function parseTableReference(nameOrArn: string, scope: Scope, member = "tableName"): TableReference {
  if (nameOrArn.startsWith("arn:")) {
    const arn = parseArn(nameOrArn);
    const [kind, tableName, ...rest] = arn?.resource.split("/") ?? [];
    const home = arn === undefined ? undefined : scopeOf(arn);
    if (home === undefined || kind !== "table" || tableName === undefined || rest.length > 0)
      throw validationError(`Invalid TableArn: Invalid ResourceArn provided as input ${nameOrArn}`);
    return { ...home, tableName };
  }
  checkTableName(nameOrArn, member);
  return { account: scope.account, region: scope.region, tableName: nameOrArn };
}

/** The account and region of an ARN of this service; undefined for other ARNs, and for those that no account can have. */
function scopeOf({ partition, service, account, region }: Arn): Scope | undefined {
  if (partition !== "aws" || service !== "dynamodb") return undefined;
  try {
    return { account: parseAccountId(account), region: parseRegion(region) };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Throws AWS's error for what cannot be a new table's name. */
function checkTableName(name: string, member = "tableName", shortest = 1): void {
  const constraint = { length: [shortest, LONGEST_NAME] as const, pattern: NAME_PATTERN };
  const about = { path: member, member, value: name, constraint } as const;
  if (name.length < shortest || name.length > LONGEST_NAME) throw coralValidationError([{ kind: "length", ...about }]);
  if (!NAME.test(name)) throw coralValidationError([{ kind: "pattern", ...about }]);
}

/** The same for a table that is to be made, whose name must be longer. */
export function checkNewTableName(name: string): void {
  checkTableName(name, "tableName", SHORTEST_NAME);
}

export function tableArn({ account, region }: Scope, tableName: string): string {
  return formatArn("dynamodb", region, account, `table/${tableName}`);
}

export function indexArn(scope: Scope, tableName: string, indexName: string): string {
  return `${tableArn(scope, tableName)}/index/${indexName}`;
}

export function streamArn(scope: Scope, tableName: string, label: string): string {
  return `${tableArn(scope, tableName)}/stream/${label}`;
}

export function backupArn(scope: Scope, tableName: string, backupId: string): string {
  return `${tableArn(scope, tableName)}/backup/${backupId}`;
}

export function exportArn(scope: Scope, tableName: string, exportId: string): string {
  return `${tableArn(scope, tableName)}/export/${exportId}`;
}

export function importArn(scope: Scope, tableName: string, importId: string): string {
  return `${tableArn(scope, tableName)}/import/${importId}`;
}

/** A stream by its ARN's parts; undefined if the text is not a stream's ARN. */
export function parseStreamArn(text: string): (TableReference & { readonly label: string }) | undefined {
  const part = parsePartOfTable(text, "stream");
  if (part === undefined) return undefined;
  const { id: label, ...reference } = part;
  return { ...reference, label };
}

/** What belongs to a table and has an ARN of its own, by the ARN's parts; undefined if the text is no such ARN. */
export function parsePartOfTable(
  text: string,
  part: "stream" | "backup" | "export" | "import",
): (TableReference & { readonly id: string }) | undefined {
  const arn = parseArn(text);
  const [kind, tableName, word, id, ...rest] = arn?.resource.split("/") ?? [];
  const home = arn === undefined ? undefined : scopeOf(arn);
  if (home === undefined || kind !== "table" || word !== part || !tableName || !id || rest.length > 0) return undefined;
  return { ...home, tableName, id };
}

/** The table that an ARN is of, or is in: a table's own ARN or one of its indexes'. */
export function parseTableOfArn(text: string): TableReference | undefined {
  const arn = parseArn(text);
  const [kind, tableName, word] = arn?.resource.split("/") ?? [];
  const home = arn === undefined ? undefined : scopeOf(arn);
  if (home === undefined || kind !== "table" || !tableName) return undefined;
  return word === undefined || word === "index" ? { ...home, tableName } : undefined;
}

/**
 * Throws unless the text is a table's or a stream's own ARN. Permissions are asked on the text as it is: a second way to
 * write the same ARN would slip past a policy.
 */
export function requireOwnArn(text: string): string {
  const isTable = parseTableOfArn(text) !== undefined && text.split("/").length === 2;
  if (!isTable && parseStreamArn(text) === undefined)
    throw validationError(`Invalid TableArn: Invalid ResourceArn provided as input ${text}`);
  return text;
}

/** The topic that is notified when a stream gets a record. */
export function streamTopic(arn: string): string {
  return `dynamodb-streams/${arn}`;
}
