// ListAliases: the aliases of a function, or those of one version.

import type { ListAliasesCommandInput, ListAliasesCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeAlias } from "../aliases.ts";
import { requireFunction } from "../functions.ts";
import { parseFunctionName } from "../names.ts";
import { pageOf, readMarker } from "../pages.ts";
import { listAliases as listRecords } from "../repo.ts";

export const listAliases = defineOperation<Input<ListAliasesCommandInput>, ListAliasesCommandOutput>(
  "ListAliases",
  (input, context) => {
    const reference = parseFunctionName(input.FunctionName, context);
    const { scope, name } = reference;
    const { FunctionVersion: version } = input;
    const page = context.store.read((tx) => {
      requireFunction(tx, reference);
      const all = [...listRecords(tx, scope, name, readMarker(input.Marker))];
      const wanted = version === undefined ? all : all.filter((alias) => alias.version === version);
      return pageOf(wanted, input.MaxItems, (alias) => alias.name);
    });
    return {
      Aliases: page.items.map((alias) => describeAlias(scope, name, alias)),
      ...(page.nextMarker === undefined ? {} : { NextMarker: page.nextMarker }),
    };
  },
);
