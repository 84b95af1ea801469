// BatchDescribeTypeConfigurations.

import type {
  BatchDescribeTypeConfigurationsCommandInput,
  BatchDescribeTypeConfigurationsCommandOutput,
  TypeConfigurationIdentifier,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../../service/apis.ts";
import type { Scope } from "../../../../service/context.ts";
import { defineOperation } from "../../../../service/service.ts";
import type { ReadTx } from "../../../../store/store.ts";
import { validationError } from "../../errors.ts";
import { parseConfigurationArn, parseTypeArn } from "../arns.ts";
import { configurationNotFound } from "../errors.ts";
import { loadConfiguration, loadType, loadVersion } from "../repo.ts";
import { configurationSchemaOf, DEFAULT_ALIAS, showConfiguration } from "../show.ts";

/** The configurations of registered types. One that is not there fails the request: AWS documents the error, not when it is an entry of Errors. */
export const batchDescribeTypeConfigurations = defineOperation<
  Input<BatchDescribeTypeConfigurationsCommandInput>,
  BatchDescribeTypeConfigurationsCommandOutput
>("BatchDescribeTypeConfigurations", ({ TypeConfigurationIdentifiers: identifiers }, context) =>
  context.store.read((tx) => ({
    Errors: [],
    UnprocessedTypeConfigurations: [],
    TypeConfigurations: identifiers.map((identifier) => {
      const { typeName, alias } = placeOf(identifier, context);
      if (!hasConfiguration(tx, context, typeName)) throw configurationNotFound(typeName);
      const record = loadConfiguration(tx, context, typeName, alias);
      if (record === undefined && alias !== DEFAULT_ALIAS) throw configurationNotFound(`${typeName}/${alias}`);
      return showConfiguration(context, typeName, alias, record);
    }),
  })),
);

function placeOf(
  identifier: TypeConfigurationIdentifier,
  scope: Scope,
): { readonly typeName: string; readonly alias: string } {
  const { TypeArn, TypeConfigurationArn, TypeConfigurationAlias: alias = DEFAULT_ALIAS, Type, TypeName } = identifier;
  if (TypeConfigurationArn !== undefined) {
    const place = parseConfigurationArn(TypeConfigurationArn, scope);
    if (place === undefined) throw configurationNotFound(TypeConfigurationArn);
    return place;
  }
  if (TypeArn !== undefined) {
    const place = parseTypeArn(TypeArn, scope);
    if (place === undefined) throw configurationNotFound(TypeArn);
    return { typeName: place.typeName, alias };
  }
  // AWS: the API reference's conditions; the wording is inferred.
  if (TypeName === undefined || Type === undefined)
    throw validationError("You must specify either TypeConfigurationArn, TypeArn, or Type and TypeName.");
  return { typeName: TypeName, alias };
}

function hasConfiguration(tx: ReadTx, scope: Scope, typeName: string): boolean {
  const versionId = loadType(tx, scope, typeName)?.defaultVersionId;
  const version = versionId === undefined ? undefined : loadVersion(tx, scope, typeName, versionId);
  return version !== undefined && configurationSchemaOf(version.schema) !== undefined;
}
