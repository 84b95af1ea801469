// The resource types that an account has in a region: those of the cloud, and beside them the default versions of the types that the account has
// registered there.

import type { Scope, YardContext } from "../../../service/context.ts";
import type { ResourceType } from "../../../service/resource-type.ts";
import type { Store } from "../../../store/store.ts";
import type { FindResourceType, TypesOf } from "../template/validate.ts";
import { privateTypeArn } from "./arns.ts";
import { retireAllHandlers } from "./handlers/invoke.ts";
import { registeredType } from "./handlers/registered-type.ts";
import { loadType, loadVersion } from "./repo.ts";

interface Opened {
  /** The yard itself: what is kept outlives the request that asked for it first. */
  readonly yard: YardContext;
  readonly types: Map<string, ResourceType>;
}

const opened = new WeakMap<Store, Opened>();

/** Begins with a yard, and gives how to end with it. */
export function openRegistry(yard: YardContext): () => Promise<void> {
  opened.set(yard.store, { yard, types: new Map() });
  return () => {
    retireAllHandlers(yard);
    return Promise.resolve();
  };
}

/** Finds registered types beside those that `findCommon` knows, which go before them. */
export function withRegisteredTypes(findCommon: FindResourceType): TypesOf {
  return (yard, scope) => (typeName) => findCommon(typeName) ?? findRegistered(yard, scope, typeName);
}

function findRegistered(yard: YardContext, scope: Scope, typeName: string): ResourceType | undefined {
  const version = yard.store.read((tx) => {
    const versionId = loadType(tx, scope, typeName)?.defaultVersionId;
    return versionId === undefined ? undefined : loadVersion(tx, scope, typeName, versionId);
  });
  if (version === undefined || version.isDeprecated || version.provisioningType === "NON_PROVISIONABLE")
    return undefined;
  const { yard: whole, types } = opened.get(yard.store) ?? { yard, types: new Map<string, ResourceType>() };
  const key = `${privateTypeArn(scope, typeName, version.versionId)}/${version.code.sha256}`;
  const type = types.get(key) ?? registeredType(whole, scopeOf(scope), version);
  types.set(key, type);
  return type;
}

function scopeOf({ account, region }: Scope): Scope {
  return { account, region };
}
