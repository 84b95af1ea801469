// Keys and indexes of a table as a request declares them, checked and turned into records.
// AWS: order and wording after dynalite's test-suite.

import type { AttributeDefinition, KeySchemaElement, Projection } from "@aws-sdk/client-dynamodb";
import type { Present } from "../../../service/apis.ts";
import { invalidParameter, validationError } from "../errors.ts";
import type { IndexRecord, KeyAttribute, KeySchema, Throughput } from "../records.ts";
import { changedOnDemand, checkUnits, initialWarm } from "./throughput.ts";

/** LIMITS: of the service. */
const MOST_LOCAL_INDEXES = 5;
const MOST_GLOBAL_INDEXES = 20;
const MOST_PROJECTED_ATTRIBUTES = 100;

type Definitions = readonly Present<AttributeDefinition>[];
type Elements = readonly Present<KeySchemaElement>[];

/** An index as CreateTable or UpdateTable declares it. */
export interface IndexDeclaration {
  readonly IndexName: string;
  readonly KeySchema: Elements;
  readonly Projection: Present<Projection>;
  readonly ProvisionedThroughput?: { readonly ReadCapacityUnits: number; readonly WriteCapacityUnits: number };
  readonly OnDemandThroughput?: { readonly MaxReadRequestUnits?: number; readonly MaxWriteRequestUnits?: number };
  readonly WarmThroughput?: { readonly ReadUnitsPerSecond?: number; readonly WriteUnitsPerSecond?: number };
}

/** Attribute definitions as records; a name may be defined once only. */
export function parseAttributes(definitions: Definitions): readonly KeyAttribute[] {
  const attributes = definitions.map(({ AttributeName: name, AttributeType: type }) => ({ name, type }));
  const names = new Set(attributes.map(({ name }) => name));
  if (names.size < attributes.length)
    throw invalidParameter("Cannot add, delete, or update attribute definitions: duplicate attribute names");
  return attributes;
}

/** The key of a table. */
export function parseTableKey(elements: Elements, definitions: Definitions): KeySchema {
  const names = elements.map(({ AttributeName: name }) => name);
  const defined = definitions.map(({ AttributeName: name }) => name);
  const areDefined = names.every((name) => defined.includes(name));
  if (names.length === 2 && (!areDefined || (names[0] === names[1] && defined.length === 1)))
    throw validationError("Invalid KeySchema: Some index key attribute have no definition");
  if (!areDefined) throw undefinedKeys(names, defined);
  return parseKey(elements, definitions);
}

function undefinedKeys(names: readonly string[], defined: readonly string[]): Error {
  return invalidParameter(
    "Some index key attributes are not defined in AttributeDefinitions. " +
      `Keys: [${names.join(", ")}], AttributeDefinitions: [${defined.join(", ")}]`,
  );
}

function parseKey(elements: Elements, definitions: Definitions): KeySchema {
  const [first, second] = elements;
  if (first === undefined || first.AttributeName === second?.AttributeName)
    throw validationError("Both the Hash Key and the Range Key element in the KeySchema have the same name");
  if (first.KeyType !== "HASH")
    throw validationError("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  if (second !== undefined && second.KeyType !== "RANGE")
    throw validationError("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
  const attribute = (name: string): KeyAttribute => {
    const definition = definitions.find((candidate) => candidate.AttributeName === name);
    return { name, type: definition?.AttributeType ?? "S" };
  };
  return {
    partition: attribute(first.AttributeName),
    ...(second !== undefined && { sort: attribute(second.AttributeName) }),
  };
}

function parseIndexKey({ KeySchema: elements }: IndexDeclaration, definitions: Definitions): KeySchema {
  const names = elements.map(({ AttributeName: name }) => name);
  const defined = definitions.map(({ AttributeName: name }) => name);
  if (!names.every((name) => defined.includes(name))) throw undefinedKeys(names, defined);
  return parseKey(elements, definitions);
}

function parseProjection({ Projection: projection }: IndexDeclaration): IndexRecord["projection"] {
  const { ProjectionType: type, NonKeyAttributes: attributes } = projection;
  if (type === undefined) throw invalidParameter("Unknown ProjectionType: null");
  if (attributes !== undefined && type !== "INCLUDE")
    throw invalidParameter(`ProjectionType is ${type}, but NonKeyAttributes is specified`);
  if (attributes === undefined && type === "INCLUDE")
    throw invalidParameter("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
  return { type, attributes: attributes ?? [] };
}

/** Local indexes: they share the table's partition key and have a sort key of their own. */
export function parseLocalIndexes(
  declarations: readonly IndexDeclaration[] | undefined,
  tableKey: KeySchema,
  definitions: Definitions,
  newId: () => string,
): readonly IndexRecord[] {
  if (declarations === undefined) return [];
  if (declarations.length === 0) throw invalidParameter("List of LocalSecondaryIndexes is empty");
  if (tableKey.sort === undefined)
    throw invalidParameter(
      "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex",
    );
  const indexes = declarations.map((declaration): IndexRecord => {
    const name = declaration.IndexName;
    const key = parseIndexKey(declaration, definitions);
    if (key.sort === undefined) throw invalidParameter(`Index KeySchema does not have a range key for index: ${name}`);
    if (key.partition.name !== tableKey.partition.name)
      throw invalidParameter(
        `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${name}. ` +
          `index hash key: ${key.partition.name}, table hash key: ${tableKey.partition.name}`,
      );
    const projection = parseProjection(declaration);
    return { ...newIndex(name, newId()), isLocal: true, key, projection };
  });
  checkNames(indexes);
  if (indexes.length > MOST_LOCAL_INDEXES)
    throw invalidParameter(`LocalSecondaryIndex count exceeds the per-table limit of ${MOST_LOCAL_INDEXES}`);
  return indexes;
}

/** Global indexes: any key, and throughput of their own. */
export function parseGlobalIndexes(
  declarations: readonly IndexDeclaration[] | undefined,
  definitions: Definitions,
  others: readonly IndexRecord[],
  table: { readonly isOnDemand: boolean; readonly region: string },
  newId: () => string,
): readonly IndexRecord[] {
  if (declarations === undefined) return [];
  if (declarations.length === 0) throw invalidParameter("List of GlobalSecondaryIndexes is empty");
  const indexes = declarations.map((declaration) => parseGlobalIndex(declaration, definitions, table, newId()));
  checkNames([...others, ...indexes]);
  return indexes;
}

/** One global index. */
export function parseGlobalIndex(
  declaration: IndexDeclaration,
  definitions: Definitions,
  { isOnDemand, region }: { readonly isOnDemand: boolean; readonly region: string },
  id: string,
): IndexRecord {
  const name = declaration.IndexName;
  const key = parseIndexKey(declaration, definitions);
  const projection = parseProjection(declaration);
  const { ProvisionedThroughput: provisioned, OnDemandThroughput: onDemand } = declaration;
  if (isOnDemand && provisioned !== undefined)
    throw invalidParameter(
      `ProvisionedThroughput should not be specified for index: ${name} when BillingMode is PAY_PER_REQUEST`,
    );
  if (!isOnDemand && provisioned === undefined)
    throw invalidParameter(`ProvisionedThroughput must be specified for index: ${name}`);
  const throughput = throughputOf(provisioned);
  const owner = { region, indexName: name };
  checkUnits(throughput, owner);
  const limits = onDemand === undefined ? undefined : changedOnDemand(undefined, onDemand, isOnDemand, owner);
  return {
    ...newIndex(name, id),
    isLocal: false,
    key,
    projection,
    throughput,
    ...(limits !== undefined && { onDemand: limits }),
    warm: initialWarm(isOnDemand, throughput, declaration.WarmThroughput, owner),
  };
}

function newIndex(
  name: string,
  id: string,
): Pick<IndexRecord, "name" | "id" | "status" | "isBackfilling" | "throughput"> {
  return { name, id, status: "ACTIVE", isBackfilling: false, throughput: throughputOf(undefined) };
}

/**
 * Throws if a table has too many global indexes, or if its indexes project too many attributes.
 * AWS: Developer Guide, "Quotas in Amazon DynamoDB", "Secondary indexes": an attribute that two indexes project counts
 * twice; the wording of the latter is inferred.
 */
export function checkIndexLimits(indexes: readonly IndexRecord[]): void {
  if (indexes.filter(({ isLocal }) => !isLocal).length > MOST_GLOBAL_INDEXES)
    throw invalidParameter(`GlobalSecondaryIndex count exceeds the per-table limit of ${MOST_GLOBAL_INDEXES}`);
  const projected = indexes.reduce((sum, { projection }) => sum + projection.attributes.length, 0);
  if (projected > MOST_PROJECTED_ATTRIBUTES)
    throw invalidParameter(
      `The number of attributes projected into all indexes exceeds the per-table limit of ${MOST_PROJECTED_ATTRIBUTES}`,
    );
}

function checkNames(indexes: readonly IndexRecord[]): void {
  const names = indexes.map(({ name }) => name);
  const repeated = names.find((name, position) => names.indexOf(name) < position);
  if (repeated !== undefined) throw invalidParameter(`Duplicate index name: ${repeated}`);
}

/** Throws if an attribute is defined that is no key of the table or an index. */
export function checkAllUsed(
  attributes: readonly KeyAttribute[],
  key: KeySchema,
  indexes: readonly IndexRecord[],
): void {
  const used = keyNames(key, indexes);
  if (attributes.length === used.size) return;
  if (indexes.length === 0)
    throw invalidParameter(
      "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions",
    );
  throw invalidParameter(
    "Some AttributeDefinitions are not used. " +
      `AttributeDefinitions: [${attributes.map(({ name }) => name).join(", ")}], keys used: [${[...used].join(", ")}]`,
  );
}

/** The attributes that are keys of the table or an index. */
export function usedAttributes(
  attributes: readonly KeyAttribute[],
  key: KeySchema,
  indexes: readonly IndexRecord[],
): readonly KeyAttribute[] {
  const used = keyNames(key, indexes);
  return attributes.filter(({ name }) => used.has(name));
}

function keyNames(key: KeySchema, indexes: readonly IndexRecord[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { partition, sort } of [key, ...indexes.map((index) => index.key)]) {
    names.add(partition.name);
    if (sort !== undefined) names.add(sort.name);
  }
  return names;
}

/** Provisioned units; none means zero, as on-demand tables show it. */
export function throughputOf(
  provisioned: { readonly ReadCapacityUnits: number; readonly WriteCapacityUnits: number } | undefined,
): Throughput {
  return { readUnits: provisioned?.ReadCapacityUnits ?? 0, writeUnits: provisioned?.WriteCapacityUnits ?? 0 };
}
