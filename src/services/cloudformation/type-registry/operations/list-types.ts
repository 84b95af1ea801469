// ListTypes.

import type { ListTypesCommandInput, ListTypesCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../../service/apis.ts";
import type { Scope } from "../../../../service/context.ts";
import { defineOperation } from "../../../../service/service.ts";
import type { ReadTx } from "../../../../store/store.ts";
import { definedSchemaOf } from "../../own-types/defined.ts";
import { pageOf } from "../../paging.ts";
import type { FoundType, ListTypes } from "../find.ts";
import type { ProvisioningType, TypeVersionRecord } from "../records.ts";
import { listTypeRecords, loadVersion } from "../repo.ts";
import { provisioningTypeOf, summarizeType } from "../show.ts";

// LIMIT: AWS's largest page.
const PAGE = 100;

interface Listed {
  readonly found: FoundType;
  readonly version: TypeVersionRecord | undefined;
  readonly provisioningType: ProvisioningType;
  readonly isDeprecated: boolean;
}

/**
 * The types that can be used here: AWS's public ones are those that this cloud has. AWS: without a visibility private ones, without a provisioning
 * type those that can be updated, without a status live ones.
 */
export const listTypes = (list: ListTypes) =>
  defineOperation<Input<ListTypesCommandInput>, ListTypesCommandOutput>("ListTypes", (input, context) => {
    const { Visibility = "PRIVATE", ProvisioningType = "FULLY_MUTABLE", DeprecatedStatus = "LIVE", Filters } = input;
    const listed = context.store
      .read<Listed[]>((tx) => allTypes(tx, context, list))
      .filter(({ found }) => (found.kind === "public") === (Visibility === "PUBLIC"))
      .filter(({ provisioningType }) => provisioningType === ProvisioningType)
      .filter(({ isDeprecated }) => isDeprecated === (DeprecatedStatus === "DEPRECATED"))
      .filter(({ found }) => isOfCategory(found, Filters?.Category))
      .filter(({ found }) => found.type.typeName.startsWith(Filters?.TypeNamePrefix ?? ""));
    // There are no publishers here, and neither modules nor hooks.
    const isEmpty = Filters?.PublisherId !== undefined || (input.Type ?? "RESOURCE") !== "RESOURCE";
    const { items, ...next } = pageOf(isEmpty ? [] : listed, input.NextToken, input.MaxResults ?? PAGE);
    return { TypeSummaries: items.map(({ found, version }) => summarizeType(found, context, version)), ...next };
  });

function allTypes(tx: ReadTx, scope: Scope, list: ListTypes): Listed[] {
  const builtIn = list().map((type): Listed => {
    const schema = definedSchemaOf(type);
    return {
      found: schema === undefined ? { kind: "public", type } : { kind: "defined", type, schema },
      version: undefined,
      provisioningType: provisioningTypeOf(type),
      isDeprecated: false,
    };
  });
  const registered = listTypeRecords(tx, scope).flatMap((type): Listed[] => {
    const { defaultVersionId: versionId } = type;
    const version = versionId === undefined ? undefined : loadVersion(tx, scope, type.typeName, versionId);
    if (versionId === undefined || version === undefined) return [];
    const { provisioningType, isDeprecated } = version;
    return [{ found: { kind: "registered", type, versionId }, version, provisioningType, isDeprecated }];
  });
  return [...builtIn, ...registered].sort((left, right) =>
    left.found.type.typeName < right.found.type.typeName ? -1 : 1,
  );
}

function isOfCategory({ kind }: FoundType, category: string | undefined): boolean {
  if (category === undefined) return true;
  if (category === "AWS_TYPES") return kind === "public";
  return category !== "ACTIVATED" && kind !== "public";
}
