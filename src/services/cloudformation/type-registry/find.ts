// Which type a request means: by its name or its ARN, among AWS's types that this cloud has, the types that its user has defined for the whole
// yard (`defineResource`), and those that the account has registered.

import type { Scope } from "../../../service/context.ts";
import type { RegistrySchema } from "../../../service/define-resource.ts";
import type { ResourceType } from "../../../service/resource-type.ts";
import type { ReadTx } from "../../../store/store.ts";
import { validationError } from "../errors.ts";
import { definedSchemaOf } from "../own-types/defined.ts";
import { parseTypeArn } from "./arns.ts";
import { registryError, typeNotFound } from "./errors.ts";
import type { TypeRecord, TypeVersionRecord } from "./records.ts";
import { listVersions, loadType, loadVersion } from "./repo.ts";

/** The types that all accounts have. */
export type ListTypes = () => readonly ResourceType[];

/** AWS's type, the yard's own, or the account's. */
export type FoundType =
  | { readonly kind: "public"; readonly type: ResourceType }
  | { readonly kind: "defined"; readonly type: ResourceType; readonly schema: RegistrySchema }
  | { readonly kind: "registered"; readonly type: TypeRecord; readonly versionId: string };

/** How requests name a type. */
export interface NamedType {
  readonly Type?: string | undefined;
  readonly TypeName?: string | undefined;
  readonly Arn?: string | undefined;
  readonly VersionId?: string | undefined;
}

/** AWS: a version of a type that nobody has registered; here, of a type that is defined for the whole yard. */
export const DEFINED_VERSION = "00000001";

/** The name and the version that a request says. Throws where it says neither a name nor an ARN, or something that can be no type's. */
export function nameOf(
  { Type, TypeName, Arn, VersionId }: NamedType,
  scope: Scope,
): { readonly typeName: string; readonly versionId: string | undefined } {
  if (Arn !== undefined && (TypeName !== undefined || Type !== undefined))
    throw validationError("Specify either Arn, or Type and TypeName.");
  if (Arn === undefined) {
    // AWS: "Conditional: You must specify either TypeName and Type, or Arn"; the wording is inferred.
    if (TypeName === undefined || Type === undefined)
      throw validationError("You must specify either TypeName and Type, or Arn.");
    if (Type !== "RESOURCE") throw typeNotFound(TypeName);
    return { typeName: TypeName, versionId: VersionId };
  }
  const named = parseTypeArn(Arn, scope);
  if (named === undefined) throw typeNotFound(Arn);
  if (named.versionId !== undefined && VersionId !== undefined && VersionId !== named.versionId)
    throw validationError("Arn and VersionId name different versions.");
  return { typeName: named.typeName, versionId: named.versionId ?? VersionId };
}

/** The type of a name; undefined if the account does not have it. One that is registered has a version. */
export function findNamed(tx: ReadTx, scope: Scope, listTypes: ListTypes, typeName: string): FoundType | undefined {
  const type = listTypes().find((one) => one.typeName === typeName);
  if (type !== undefined) {
    const schema = definedSchemaOf(type);
    return schema === undefined ? { kind: "public", type } : { kind: "defined", type, schema };
  }
  const record = loadType(tx, scope, typeName);
  return record?.defaultVersionId === undefined
    ? undefined
    : { kind: "registered", type: record, versionId: record.defaultVersionId };
}

/** The type and version that a request names; throws TypeNotFoundException. */
export function requireNamed(tx: ReadTx, scope: Scope, listTypes: ListTypes, input: NamedType): FoundType {
  const { typeName, versionId } = nameOf(input, scope);
  const found = findNamed(tx, scope, listTypes, typeName);
  if (found === undefined) throw typeNotFound(typeName);
  if (versionId === undefined) return found;
  const isThere =
    found.kind === "registered"
      ? loadVersion(tx, scope, typeName, versionId) !== undefined
      : found.kind === "defined" && versionId === DEFINED_VERSION;
  if (!isThere) throw typeNotFound(`${typeName}/${versionId}`);
  return found.kind === "registered" ? { ...found, versionId } : found;
}

/** The same for requests that change a type: only those that the account has registered can be changed. */
export function requireRegistered(
  tx: ReadTx,
  scope: Scope,
  listTypes: ListTypes,
  input: NamedType,
): { readonly type: TypeRecord; readonly version: TypeVersionRecord; readonly hasVersion: boolean } {
  const found = requireNamed(tx, scope, listTypes, input);
  if (found.kind !== "registered") {
    const { typeName } = found.type;
    throw registryError(
      found.kind === "public"
        ? `The type '${typeName}' is a public type: only private types of the account can be changed.`
        : `The type '${typeName}' is defined by this cloud's configuration, not registered: its definition there is to be changed.`,
    );
  }
  const { type, versionId } = found;
  const version = loadVersion(tx, scope, type.typeName, versionId);
  if (version === undefined) throw typeNotFound(`${type.typeName}/${versionId}`);
  return { type, version, hasVersion: nameOf(input, scope).versionId !== undefined };
}

/** The versions of a type that stacks could use. */
export function liveVersions(tx: ReadTx, scope: Scope, typeName: string): TypeVersionRecord[] {
  return listVersions(tx, scope, typeName).filter(({ isDeprecated }) => !isDeprecated);
}
